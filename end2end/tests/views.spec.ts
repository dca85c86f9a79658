// Views: columns, order and copies, from the header of a table.
import type { Locator, Page } from "@playwright/test";
import { expect, newWorkspace, open, stored, test } from "./support";

const CHANGE = "data_model_change";

function heads(page: Page): Locator {
  return page.getByRole("columnheader");
}

async function options(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Options" }).click();
}

test("columns are hidden, shown and moved by keys", async ({ page }) => {
  await newWorkspace(page);
  await open(page, "/objects/companies");
  await options(page);
  await page.getByRole("menuitem", { name: /^Columns/ }).click();
  await stored(page, () => page.getByRole("button", { name: "Hide Address" }).click(), CHANGE);
  await expect(heads(page).filter({ hasText: "Address" })).toHaveCount(0);
  await stored(page, () => page.getByRole("button", { name: "Show Address" }).click(), CHANGE);
  await expect(heads(page).filter({ hasText: "Address" })).toHaveCount(1);
  const grip = page.getByRole("button", { name: /^Move Address/ });
  await grip.focus();
  const before = await heads(page).filter({ hasText: "Address" }).getAttribute("aria-colindex");
  await stored(page, () => page.keyboard.press("ArrowUp"), CHANGE);
  await expect
    .poll(async () => Number(await heads(page).filter({ hasText: "Address" }).getAttribute("aria-colindex")))
    .toBeLessThan(Number(before));
});

test("a view is made from the order on screen, renamed and deleted with a way back", async ({ page }) => {
  await newWorkspace(page);
  await open(page, "/objects/companies?sort=-name");
  await options(page);
  await page.getByRole("menuitem", { name: "New view from this" }).click();
  await page.getByLabel("Name of the new view").fill("Backwards");
  await stored(page, () => page.getByRole("button", { name: "Create" }).click(), CHANGE);
  const views = page.getByRole("navigation", { name: "Views" });
  await expect(views.getByRole("link", { name: "Backwards" })).toHaveAttribute("aria-current", "page");
  await expect(page).not.toHaveURL(/sort=/);
  await expect(heads(page).filter({ hasText: "Name" }).first()).toHaveAttribute("aria-sort", "descending");

  await options(page);
  await page.getByRole("menuitem", { name: "Rename" }).click();
  await page.getByLabel("Name", { exact: true }).fill("From Z to A");
  await stored(page, () => page.getByRole("button", { name: "Rename" }).click(), CHANGE);
  await expect(views.getByRole("link", { name: "From Z to A" })).toBeVisible();

  await options(page);
  await stored(page, () => page.getByRole("menuitem", { name: "Delete view" }).click(), CHANGE);
  await expect(page.getByRole("link", { name: "From Z to A" })).toHaveCount(0);
  await stored(page, () => page.getByRole("button", { name: "Undo" }).click(), CHANGE);
  await expect(page.getByRole("link", { name: "From Z to A" })).toBeVisible();
});
