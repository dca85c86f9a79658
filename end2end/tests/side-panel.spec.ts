// A record beside its table: opened, changed, stepped through and closed; or on its own page, as the person wants.
import type { Locator, Page } from "@playwright/test";
import { edit, expect, hydrated, newWorkspace, open, rowOf, stored, test } from "./support";

test.beforeEach(async ({ page }) => newWorkspace(page).then(() => undefined));

function panel(page: Page): Locator {
  return page.getByRole("complementary", { name: "Open record" });
}

async function name(page: Page, text: string): Promise<void> {
  await page.getByRole("link", { name: text, exact: true }).click();
  await expect(panel(page).getByRole("heading", { name: text })).toBeVisible();
}

test("a record opens beside the table, others take its place, Back closes it", async ({ page }) => {
  await open(page, "/objects/companies?sort=name");
  await name(page, "Airbnb");
  await expect(page).toHaveURL(/\/objects\/companies\?sort=name&open=/);
  await expect(page.locator("[data-row][aria-current]")).toHaveCount(1);
  await expect(await rowOf(page, "Airbnb")).toHaveAttribute("aria-current", "true");
  await name(page, "Figma");
  await expect(await rowOf(page, "Airbnb")).not.toHaveAttribute("aria-current", "true");
  await page.goBack();
  await expect(panel(page)).toBeHidden();
  await expect(page).toHaveURL(/\/objects\/companies\?sort=name$/);
});

test("arrows step through the rows, Escape closes, the address opens it again", async ({ page }) => {
  await open(page, "/objects/companies?sort=name");
  await name(page, "Airbnb");
  await expect(panel(page)).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(panel(page).getByRole("heading", { name: "Anthropic" })).toBeVisible();
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await panel(page).getByRole("button", { name: "Previous record" }).click();
  await expect(panel(page).getByRole("heading", { name: "Airbnb" })).toBeVisible();
  const address = page.url();
  await page.keyboard.press("Escape");
  await expect(panel(page)).toBeHidden();
  await open(page, address);
  await expect(panel(page).getByRole("heading", { name: "Airbnb" })).toBeVisible();
  await panel(page).getByRole("link", { name: "Open the page" }).click();
  await expect(page).toHaveURL(/\/object\/company\//);
});

test("closing goes back over the step that opening added", async ({ page }) => {
  await open(page, "/objects/people");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Companies", exact: true }).click();
  await expect(page.getByRole("link", { name: "Airbnb", exact: true })).toBeVisible();
  await expect(page).toHaveURL(/\/objects\/companies/);
  const table = page.url();
  const names = ["Airbnb", "Anthropic", "Figma", "Notion", "Stripe"];
  for (const [place, record] of [...names, ...names].entries()) {
    await name(page, record);
    await expect(page).toHaveURL(/open=/);
    // Every way out is the same, and so is what stood in between.
    if (place % 3 === 1) await page.keyboard.press("ArrowUp");
    if (place % 3 === 2) await panel(page).getByRole("navigation", { name: "Tabs" }).getByRole("link", { name: "Notes" }).click();
    if (place % 2 === 0) await page.keyboard.press("Escape");
    else await panel(page).getByRole("link", { name: "Close", exact: true }).click();
    await expect(panel(page)).toBeHidden();
    await expect(page).toHaveURL(table);
  }
  await page.goBack();
  await expect(page).toHaveURL(/\/objects\/people/);
  // Whoever comes by the address has no table behind it.
  await page.goForward();
  await name(page, "Figma");
  const address = page.url();
  await open(page, "/objects/people");
  await open(page, address);
  await page.keyboard.press("Escape");
  await expect(panel(page)).toBeHidden();
  await expect(page).toHaveURL(table);
});

test("what is changed in the panel is in the row, and the other way round", async ({ page }) => {
  await open(page, "/objects/companies");
  await name(page, "Stripe");
  await panel(page).getByRole("button", { name: "Stripe", exact: true }).click();
  const title = panel(page).getByRole("textbox").first();
  await title.fill("Stripes");
  await stored(page, () => page.keyboard.press("Enter"));
  const row = await rowOf(page, "Stripes");
  await expect(row).toHaveAttribute("aria-current", "true");
  const editor = await edit(row, "Name");
  await editor.getByRole("textbox").fill("Stripe Inc");
  await stored(page, () => page.keyboard.press("Enter"));
  await expect(panel(page).getByRole("heading", { name: "Stripe Inc" })).toBeVisible();
});

test("tabs of the panel stay in the panel; its width is kept", async ({ page }) => {
  await open(page, "/objects/companies");
  await name(page, "Notion");
  await panel(page).getByRole("navigation", { name: "Tabs" }).getByRole("link", { name: "Notes" }).click();
  await expect(page).toHaveURL(/open=.*tab=notes/);
  await expect(panel(page).getByRole("heading", { name: "Notion" })).toBeVisible();
  const edge = page.getByRole("separator", { name: "Width of the panel" });
  await edge.focus();
  await page.keyboard.press("ArrowLeft");
  await expect(edge).toHaveAttribute("aria-valuenow", "520");
  await open(page, page.url());
  await expect(edge).toHaveAttribute("aria-valuenow", "520");
});

test("the person chooses where records open, unless the object lays it down", async ({ page }) => {
  await open(page, "/objects/companies");
  await page.getByRole("button", { name: "Options" }).click();
  await page.getByRole("menuitem", { name: /^Open in/ }).click();
  await stored(page, () => page.getByRole("menuitemradio", { name: "Record page" }).click(), "open_record_in_set");
  await page.getByRole("link", { name: "Airbnb", exact: true }).click();
  await expect(page).toHaveURL(/\/object\/company\//);
  await open(page, "/settings/objects/companies?tab=settings");
  await page.getByLabel("Open in").selectOption("In the side panel");
  await stored(page, () => page.getByRole("button", { name: "Save" }).click(), "data_model_change");
  await open(page, "/objects/companies");
  await name(page, "Airbnb");
});

test.describe("on phones", () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test("a record has the screen for itself", async ({ page }) => {
    await open(page, "/objects/companies");
    await page.getByRole("link", { name: "Airbnb", exact: true }).click();
    await expect(page).toHaveURL(/\/object\/company\//);
    await hydrated(page);
    await expect(page.getByRole("heading", { name: "Airbnb" })).toBeVisible();
  });
});
