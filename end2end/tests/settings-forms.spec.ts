// Forms of the settings: nothing typed is lost without a question, names come from any script, dark is dark.
import type { Page } from "@playwright/test";
import { expect, newWorkspace, open, stored, test } from "./support";

const CHANGE = "data_model_change";

function question(page: Page) {
  return page.getByRole("dialog", { name: "Leave without saving?" });
}

test("leaving with unsaved input asks first: links, Back, and closing the window", async ({ page }) => {
  await newWorkspace(page);
  await open(page, "/settings/profile");
  const drawer = page.getByRole("navigation", { name: "Settings" });
  await drawer.getByRole("link", { name: "Data model" }).click();
  await page.getByRole("link", { name: "Add object" }).click();
  // Nothing typed, nothing asked.
  await drawer.getByRole("link", { name: "Data model" }).click();
  await expect(page).toHaveURL(/\/settings\/objects$/);
  await page.getByRole("link", { name: "Add object" }).click();
  await page.getByLabel("One record").fill("Voyage");

  await drawer.getByRole("link", { name: "Profile" }).click();
  await expect(question(page)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(question(page)).toBeHidden();
  await expect(page).toHaveURL(/\/settings\/objects\/new$/);
  await expect(page.getByLabel("One record")).toHaveValue("Voyage");

  await page.goBack();
  await expect(question(page)).toBeVisible();
  await expect(page).toHaveURL(/\/settings\/objects\/new$/);
  await page.keyboard.press("Escape");
  await expect(page.getByLabel("One record")).toHaveValue("Voyage");

  const closing = new Promise<string>((resolve) => {
    page.once("dialog", async (dialog) => {
      resolve(dialog.type());
      await dialog.dismiss();
    });
  });
  // A person has typed, so the browser asks.
  await page.getByLabel("One record").press("End");
  await page.close({ runBeforeUnload: true });
  expect(await closing).toBe("beforeunload");
  await expect(page.getByLabel("One record")).toHaveValue("Voyage");

  await drawer.getByRole("link", { name: "Profile" }).click();
  await question(page).getByRole("button", { name: "Leave" }).click();
  await expect(page).toHaveURL(/\/settings\/profile$/);
  await expect(page.getByRole("heading", { name: "Profile" })).toBeVisible();
});

test("keys and the command menu ask before unsaved input is left", async ({ page }) => {
  await newWorkspace(page);
  await open(page, "/settings/objects/new");
  await page.getByLabel("One record").fill("Voyage");
  await page.getByRole("button", { name: /^Icon/ }).focus();
  await page.keyboard.press("g");
  await page.keyboard.press("c");
  await expect(question(page)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/\/settings\/objects\/new$/);
  await expect(page.getByLabel("One record")).toHaveValue("Voyage");

  await page.keyboard.press("Control+k");
  await page.getByRole("option", { name: "Go to Companies" }).click();
  await expect(question(page)).toBeVisible();
  await question(page).getByRole("button", { name: "Leave" }).click();
  await expect(page).toHaveURL(/\/objects\/companies$/);
});

test("the form of a record asks before it is left, but not by its own buttons", async ({ page }) => {
  await newWorkspace(page);
  await open(page, "/objects/companies/new");
  await page.getByLabel("Name", { exact: true }).fill("Half typed");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "People" }).click();
  await expect(question(page)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Half typed");
  await page.getByRole("button", { name: "Create" }).click();
  await expect(page.getByRole("heading", { name: "Half typed" })).toBeVisible();
});

test("saved input is left without a question, and so is the form by its own Cancel", async ({ page }) => {
  await newWorkspace(page);
  await open(page, "/settings/objects/companies/annualRevenue");
  await page.getByLabel("Description").fill("Heads");
  await stored(page, () => page.getByRole("button", { name: "Save" }).click(), CHANGE);
  await expect(page).toHaveURL(/\/settings\/objects\/companies$/);
  await open(page, "/settings/objects/companies/annualRevenue");
  await page.getByLabel("Description").fill("People on the payroll");
  await page.getByRole("link", { name: "Cancel" }).click();
  await expect(page).toHaveURL(/\/settings\/objects\/companies$/);
  await page.getByRole("tab", { name: "Settings" }).click();
  await page.getByLabel("Description").fill("Firms");
  await page.getByRole("tab", { name: "Indexes" }).click();
  await expect(question(page)).toBeVisible();
  await question(page).getByRole("button", { name: "Leave" }).click();
  await expect(page.getByRole("table", { name: "Indexes" })).toBeVisible();
});

test("labels of any script give API names", async ({ page }) => {
  await newWorkspace(page);
  await open(page, "/settings/objects/new");
  await page.getByLabel("One record").fill("案件");
  await page.getByLabel("Many records").fill("案件一覧");
  await expect(page.getByLabel("API name, one")).toHaveValue("anJian");
  await expect(page.getByLabel("API name, many")).toHaveValue("anJianYiLan");
  await stored(page, () => page.getByRole("button", { name: "Create object" }).click(), CHANGE);
  await expect(page).toHaveURL(/\/settings\/objects\/anJianYiLan$/);
  await open(page, "/settings/objects/anJianYiLan/new-field/configure?type=TEXT");
  await page.getByLabel("Name", { exact: true }).fill("Заметка");
  await expect(page.getByRole("textbox", { name: "API name" })).toHaveValue("zametka");
  await stored(page, () => page.getByRole("button", { name: "Create field" }).click(), CHANGE);
  await expect(page.getByRole("table", { name: "Fields" })).toContainText("Заметка");
});
