// The table without a mouse.
import type { Locator, Page } from "@playwright/test";
import { cellOf, editorOf, expect, names, newWorkspace, open, rowOf, stored, test } from "./support";

test.beforeEach(async ({ page }) => newWorkspace(page).then(() => undefined));

/** Presses Tab until the table has the keyboard. */
async function toTable(page: Page): Promise<void> {
  const grid = page.getByRole("grid");
  for (let press = 0; press < 40; press += 1) {
    await page.keyboard.press("Tab");
    if (await grid.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error("Tab never reaches the table");
}

async function keys(page: Page, ...all: string[]): Promise<void> {
  for (const key of all) await page.keyboard.press(key);
}

/** The keyboard is on this cell or row, as assistive technology is told. */
async function isOn(page: Page, place: Locator): Promise<void> {
  const id = await place.getAttribute("id");
  await expect(page.getByRole("grid")).toHaveAttribute("aria-activedescendant", id!);
}

test("arrows, J and K move; Enter goes in and edits; Escape goes out", async ({ page }) => {
  await open(page, "/objects/people");
  await toTable(page);
  const [brian, dario] = [await rowOf(page, "Brian Chesky"), await rowOf(page, "Dario Amodei")];
  await keys(page, "ArrowDown");
  await isOn(page, brian);
  await keys(page, "j");
  await isOn(page, dario);
  await keys(page, "k", "Enter", "ArrowRight");
  await isOn(page, await cellOf(brian, "Emails"));
  await keys(page, "ArrowDown");
  await isOn(page, await cellOf(dario, "Emails"));
  await keys(page, "End");
  await isOn(page, await cellOf(dario, "Linkedin"));
  await expect(await cellOf(dario, "Linkedin")).toBeInViewport();
  await keys(page, "ArrowLeft", "Enter");
  await expect(editorOf(page, "Job Title").getByRole("textbox")).toBeFocused();
  await keys(page, "Escape");
  await expect(editorOf(page, "Job Title")).toHaveCount(0);
  await isOn(page, await cellOf(dario, "Job Title"));
  await keys(page, "Escape");
  await isOn(page, dario);
});

test("typing replaces, Enter goes down, Tab goes on, Escape takes nothing, Backspace empties", async ({ page }) => {
  await open(page, "/objects/people");
  await toTable(page);
  const [brian, dario] = [await rowOf(page, "Brian Chesky"), await rowOf(page, "Dario Amodei")];
  await keys(page, "ArrowDown", "Enter", "End", "ArrowLeft");
  await isOn(page, await cellOf(brian, "Job Title"));
  await page.keyboard.type("Host");
  await stored(page, () => keys(page, "Enter"));
  await expect(await cellOf(brian, "Job Title")).toHaveText("Host");
  await isOn(page, await cellOf(dario, "Job Title"));
  await page.keyboard.type("Head");
  await stored(page, () => keys(page, "Tab"));
  await isOn(page, await cellOf(dario, "Linkedin"));
  await keys(page, "Shift+Tab");
  await page.keyboard.type("never");
  await keys(page, "Escape");
  await expect(await cellOf(dario, "Job Title")).toHaveText("Head");
  await stored(page, () => keys(page, "Backspace"));
  await expect(await cellOf(dario, "Job Title")).toHaveText("");
  await open(page, "/objects/people");
  await expect(await cellOf(await rowOf(page, "Brian Chesky"), "Job Title")).toHaveText("Host");
  await expect(await cellOf(await rowOf(page, "Dario Amodei"), "Job Title")).toHaveText("");
});

test("Ctrl+Z takes back edits one by one, Ctrl+Shift+Z makes them again", async ({ page }) => {
  await open(page, "/objects/people");
  await toTable(page);
  const title = await cellOf(await rowOf(page, "Brian Chesky"), "Job Title");
  await keys(page, "ArrowDown", "Enter", "End", "ArrowLeft");
  for (const text of ["first", "second"]) {
    await page.keyboard.type(text);
    await stored(page, () => keys(page, "Enter"));
    await keys(page, "ArrowUp");
  }
  await stored(page, () => keys(page, "Control+z"));
  await expect(title).toHaveText("first");
  await stored(page, () => keys(page, "Control+z"));
  await expect(title).toHaveText("");
  await stored(page, () => keys(page, "Control+Shift+z"));
  await expect(title).toHaveText("first");
  await open(page, "/objects/people");
  await expect(await cellOf(await rowOf(page, "Brian Chesky"), "Job Title")).toHaveText("first");
});

test("a picker is searched and answered by keys", async ({ page }) => {
  await open(page, "/objects/people");
  await toTable(page);
  const brian = await rowOf(page, "Brian Chesky");
  await keys(page, "ArrowDown", "Enter", "ArrowRight", "ArrowRight", "ArrowRight");
  await isOn(page, await cellOf(brian, "Company"));
  await page.keyboard.type("figm");
  const editor = editorOf(page, "Company");
  await expect(editor.getByRole("combobox")).toHaveValue("figm");
  await expect(editor.getByRole("option").first()).toHaveText(/Figma/);
  await stored(page, () => keys(page, "Enter"));
  await expect(await cellOf(brian, "Company")).toHaveText(/Figma/);
  await isOn(page, await cellOf(brian, "Company"));
});

test("X selects rows, Shift+X a range, Ctrl+A all, Escape none", async ({ page }) => {
  await open(page, "/objects/companies");
  await toTable(page);
  const count = page.getByRole("toolbar", { name: "Selected records" });
  await keys(page, "ArrowDown", "x");
  await expect(count).toContainText("1 selected");
  await expect(await rowOf(page, "Airbnb")).toHaveAttribute("aria-selected", "true");
  await keys(page, "j", "j", "Shift+X");
  await expect(count).toContainText("3 selected");
  await keys(page, "Control+a");
  await expect(count).toContainText("5 selected");
  await keys(page, "Escape");
  await expect(count).toBeHidden();
});

test("Ctrl+Enter opens the record, and Escape comes back to the table", async ({ page }) => {
  await open(page, "/objects/companies");
  await toTable(page);
  await keys(page, "ArrowDown", "ArrowDown", "Control+Enter");
  const panel = page.getByRole("complementary", { name: "Open record" });
  await expect(panel.getByRole("heading", { name: "Anthropic" })).toBeVisible();
  await expect(panel).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(panel).toBeHidden();
  await expect(page.getByRole("grid")).toBeFocused();
});

test("G then a letter goes to a table, / to its filter", async ({ page }) => {
  await open(page, "/objects/companies");
  await keys(page, "g", "p");
  await expect(page).toHaveURL(/\/objects\/people$/);
  await expect(page.getByRole("heading", { name: "People" })).toBeVisible();
  await keys(page, "/");
  await expect(page.getByRole("searchbox", { name: "Find in list" })).toBeFocused();
  await page.keyboard.type("gp");
  await expect(page.getByRole("searchbox", { name: "Find in list" })).toHaveValue("gp");
  await expect(page.getByTestId("total")).toHaveText("0");
});
