// Without JavaScript the pages of the data model can be read.
import { expect, newWorkspace, test } from "./support";

test("objects, fields, types and the overview are lists of links", async ({ page }) => {
  await newWorkspace(page);
  await page.goto("/settings/objects");
  await page.getByRole("link", { name: "Companies" }).click();
  await expect(page.getByRole("table", { name: "Fields" }).getByText("Domain Name").first()).toBeVisible();
  await page.getByRole("link", { name: "New field" }).click();
  await page.getByRole("link", { name: /^Multi-select/ }).click();
  await expect(page.getByRole("heading", { name: "New multi-select field" })).toBeVisible();
  await page.goto("/settings/objects/overview");
  await expect(page.getByRole("link", { name: "People" }).first()).toBeVisible();
});
