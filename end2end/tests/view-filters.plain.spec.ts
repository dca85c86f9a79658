// Filters and records without a name, without JavaScript.
import { expect, test } from "@playwright/test";
import { create, newWorkspace } from "./support";

test("chips say what the table keeps, and are taken away by links", async ({ page }) => {
  await newWorkspace(page);
  const id = await create(page, "company", { name: "Linked" });
  await create(page, "person", { name: { firstName: "Grace", lastName: "Hopper" }, companyId: id });
  const choice = encodeURIComponent(JSON.stringify({ isCurrentWorkspaceMemberSelected: false, selectedRecordIds: [id] }));
  await page.goto(`/objects/people?filter[company][IS]=${choice}`);
  await expect(page.getByRole("group", { name: "Filters" })).toContainText("Company is Linked");
  await expect(page.locator("[data-row]")).toHaveCount(1);
  await page.getByRole("link", { name: "Remove the filter on Company" }).click();
  await expect(page.getByRole("group", { name: "Filters" })).toHaveCount(0);
  expect(await page.locator("[data-row]").count()).toBeGreaterThan(1);
});

test("a record without a name has a link", async ({ page }) => {
  await newWorkspace(page);
  await create(page, "company", {});
  await page.goto("/objects/companies");
  await page.getByRole("link", { name: "Untitled" }).click();
  await expect(page).toHaveURL(/\/object\/company\//);
  await expect(page.getByRole("heading", { name: "Untitled" })).toBeVisible();
});

test("the workspace has a logo", async ({ page }) => {
  await newWorkspace(page);
  const head = page.getByRole("navigation", { name: "Main" }).locator("summary");
  await page.goto("/settings/general");
  const square = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'><rect width='8' height='8' fill='teal'/></svg>";
  await page.getByLabel("Logo").setInputFiles({ name: "logo.svg", mimeType: "image/svg+xml", buffer: Buffer.from(square) });
  await page.getByRole("button", { name: "Upload" }).click();
  await expect(page).toHaveURL(/\/settings\/general/);
  await expect(page.getByRole("button", { name: "Remove" })).toBeVisible();
  await page.getByLabel("Workspace name").fill("Acme & Co");
  await page.getByRole("button", { name: "Save" }).click();
  await page.goto("/objects/companies");
  await expect(head).toContainText("Acme & Co");
  const image = head.locator("img");
  const answer = await page.request.get((await image.getAttribute("src"))!);
  expect(answer.status()).toBe(200);
  expect(await image.evaluate((element: HTMLImageElement) => element.decode().then(() => element.naturalWidth > 0))).toBe(true);
  await page.goto("/settings/general");
  await page.getByRole("button", { name: "Remove" }).click();
  await page.goto("/objects/companies");
  await expect(head.locator("img")).toHaveCount(0);
});
