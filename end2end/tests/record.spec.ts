// A record's page: fields, title, related records, timeline, deletion; and the same on a phone.
import type { Page } from "@playwright/test";
import { cellOf, editorOf, expect, names, newWorkspace, open, rowOf, stored, test } from "./support";

async function openRecord(page: Page, plural: string, name: string): Promise<void> {
  await open(page, `/objects/${plural}`);
  const path = await (await rowOf(page, name)).locator(".rec-open").getAttribute("href");
  await open(page, path!);
}

/** The closed value of a field. */
const value = (page: Page, label: string) => page.getByRole("group", { name: `${label}, press Enter to edit` });

test("a field, the next one by Tab, and the title", async ({ page }) => {
  await newWorkspace(page);
  await openRecord(page, "people", "Brian Chesky");
  await value(page, "Company").focus();
  await page.keyboard.press("Enter");
  const company = editorOf(page, "Company");
  await company.getByRole("combobox").fill("strip");
  await stored(page, () => company.getByRole("option", { name: "Stripe" }).click());
  await expect(value(page, "Company")).toHaveText(/Stripe/);
  await expect(company).toHaveCount(0);
  const fields = page.getByRole("region", { name: "Fields" });
  expect(await fields.evaluate((element) => element.scrollLeft), "the picker fits its column").toBe(0);
  const change = page.getByRole("listitem").filter({ hasText: "updated" }).first();
  await expect(change.getByRole("link", { name: "Airbnb" })).toHaveAttribute("href", /\/object\/company\//);
  await expect(change.getByRole("link", { name: "Stripe" })).toHaveAttribute("href", /\/object\/company\//);

  await value(page, "Job Title").click();
  await editorOf(page, "Job Title").getByRole("textbox").fill("Chief Host");
  await stored(page, () => page.keyboard.press("Tab"));
  await expect(value(page, "Job Title")).toHaveText("Chief Host");
  const link = editorOf(page, "Linkedin").getByRole("textbox");
  await expect(link).toBeFocused();
  await page.keyboard.press("Shift+Tab");
  await expect(editorOf(page, "Job Title").getByRole("textbox")).toBeFocused();
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: "Brian Chesky" }).click();
  await editorOf(page, "Name").getByLabel("First name").fill("Bryan");
  await stored(page, () => page.keyboard.press("Enter"));
  await expect(page.getByRole("heading", { name: "Bryan Chesky" })).toBeVisible();
  await expect(page).toHaveTitle("Bryan Chesky – Icosa");

  await open(page, page.url());
  await expect(page.getByRole("heading", { name: "Bryan Chesky" })).toBeVisible();
  await expect(value(page, "Job Title")).toHaveText("Chief Host");
  await expect(value(page, "Company")).toHaveText(/Stripe/);
});

test("a refused value says why, Escape leaves the old one", async ({ page }) => {
  await newWorkspace(page);
  await openRecord(page, "people", "Brian Chesky");
  // Beside the address, which is a link of its own.
  await value(page, "Emails").focus();
  await page.keyboard.press("Enter");
  const editor = editorOf(page, "Emails");
  await editor.getByRole("textbox").fill("nobody at nowhere");
  await page.keyboard.press("Enter");
  await expect(editor.getByRole("alert")).not.toBeEmpty();
  await page.keyboard.press("Escape");
  await expect(value(page, "Emails")).toHaveText("chesky@airbnb.com");
});

test("the timeline tells what changed, the cards lead to related records", async ({ page }) => {
  await newWorkspace(page);
  await openRecord(page, "companies", "Airbnb");
  await page.getByRole("navigation", { name: "Tabs" }).getByRole("link", { name: "Timeline" }).click();
  await page.getByRole("button", { name: "Airbnb", exact: true }).click();
  await editorOf(page, "Name").getByRole("textbox").fill("Airbnb Inc");
  await stored(page, () => page.keyboard.press("Enter"));
  const item = page.getByRole("listitem").filter({ hasText: "You" }).filter({ hasText: "updated" }).first();
  await expect(item).toContainText(/Name\s*Airbnb\s*→\s*Airbnb Inc/);
  await page.getByRole("link", { name: "Brian Chesky" }).click();
  await expect(page).toHaveURL(/\/object\/person\//);
  await expect(page.getByRole("heading", { name: "Brian Chesky" })).toBeVisible();
  await value(page, "Company").getByRole("link", { name: "Airbnb Inc" }).click();
  await expect(page.getByRole("heading", { name: "Airbnb Inc" })).toBeVisible();
});

test("deleting goes to the list and can be undone; a deleted record says so and can be restored", async ({ page }) => {
  await newWorkspace(page);
  await openRecord(page, "companies", "Figma");
  const address = page.url();
  const remove = page.getByRole("button", { name: "Delete this company" });
  await stored(page, () => remove.click(), "records_delete");
  await expect(page).toHaveURL(/\/objects\/companies$/);
  await expect.poll(() => names(page)).toEqual(["Airbnb", "Anthropic", "Stripe", "Notion"]);
  await stored(page, () => page.getByRole("button", { name: "Undo" }).click(), "records_restore");
  await expect(page).toHaveURL(address);
  await expect(page.getByText("This record is deleted.")).toBeHidden();
  await page.locator("body[data-hydrated]").waitFor();

  await stored(page, () => remove.click(), "records_delete");
  await expect(page).toHaveURL(/\/objects\/companies$/);
  await open(page, address);
  await expect(page.getByText("This record is deleted.")).toBeVisible();
  await expect(remove).toBeHidden();
  await value(page, "Account Owner").click();
  await expect(editorOf(page, "Account Owner")).toHaveCount(0);
  await stored(page, () => page.getByRole("button", { name: "Restore" }).click(), "records_restore");
  await expect(page.getByText("This record is deleted.")).toBeHidden();
  await page.getByRole("navigation", { name: "Breadcrumb" }).getByRole("link", { name: "Companies" }).click();
  await expect.poll(() => names(page)).toContain("Figma");
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  /** Nothing makes the page itself wider than the screen. */
  async function fits(page: Page): Promise<void> {
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  }

  test("the table is read and edited, the drawer opens", async ({ page }) => {
    await newWorkspace(page);
    await open(page, "/objects/companies");
    await fits(page);
    await expect(page.getByRole("link", { name: "New company" })).toBeInViewport();
    const cell = await cellOf(await rowOf(page, "Stripe"), "Linkedin");
    await cell.scrollIntoViewIfNeeded();
    await cell.tap();
    const editor = editorOf(page, "Linkedin");
    await editor.getByRole("textbox").fill("linkedin.com/company/stripe");
    await expect(editor).toBeInViewport({ ratio: 0.9 });
    // Enter adds to the list; with nothing typed, it closes.
    await page.keyboard.press("Enter");
    await stored(page, () => page.keyboard.press("Enter"));
    await expect(cell).toHaveText(/stripe/);
    const drawer = page.getByRole("navigation", { name: "Main" });
    await expect(drawer).not.toBeInViewport();
    await page.getByTitle("Navigation").tap();
    await expect(drawer).toBeInViewport();
    await drawer.getByRole("link", { name: "People" }).tap();
    await expect(page).toHaveURL(/\/objects\/people$/);
    await expect(drawer).not.toBeInViewport();
    await expect(page.getByRole("heading", { name: "People" })).toBeVisible();
  });

  test("a record's page is read and edited", async ({ page }) => {
    await newWorkspace(page);
    await open(page, "/objects/people");
    await page.getByRole("link", { name: "Brian Chesky" }).tap();
    await expect(page.getByRole("heading", { name: "Brian Chesky" })).toBeInViewport();
    await fits(page);
    await value(page, "Job Title").tap();
    const editor = editorOf(page, "Job Title");
    await editor.getByRole("textbox").fill("Chief Host");
    await expect(editor).toBeInViewport({ ratio: 0.9 });
    await stored(page, () => page.keyboard.press("Enter"));
    await expect(value(page, "Job Title")).toHaveText("Chief Host");
    await page.getByRole("navigation", { name: "Tabs" }).getByRole("link", { name: "Notes" }).tap();
    await expect(page.getByRole("button", { name: "New note" })).toBeVisible();
    await page.getByRole("button", { name: "New note" }).scrollIntoViewIfNeeded();
    await expect(page.getByRole("button", { name: "New note" })).toBeInViewport();
    await fits(page);
  });
});
