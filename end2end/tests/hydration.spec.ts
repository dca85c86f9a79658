// Every route, loaded directly and reached by a click, wakes up with an empty console.
import { expect, hydrated, signUp, test } from "./support";

const indexes = ["companies", "people", "opportunities", "tasks", "notes"];

test("public pages", async ({ page }) => {
  for (const path of ["/welcome", "/welcome?mode=sign-up"]) {
    await page.goto(path);
    await hydrated(page);
  }
});

test("onboarding pages", async ({ page }) => {
  await page.goto("/welcome?mode=sign-up");
  await page.getByLabel("E-mail").fill(`steps-${Date.now()}-${process.pid}@example.com`);
  await page.getByLabel("Password", { exact: true }).fill("correct horse battery");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page).toHaveURL(/workspace-activation/);
  await hydrated(page);
  await page.getByLabel("Workspace name").fill("Steps");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page).toHaveURL(/create\/profile/);
  await hydrated(page);
});

test("tables, record pages and forms, loaded directly", async ({ page }) => {
  await signUp(page);
  for (const plural of indexes) {
    await page.goto(`/objects/${plural}`);
    await hydrated(page);
    await page.goto(`/objects/${plural}/new`);
    await hydrated(page);
  }
  await page.goto("/objects/companies");
  const href = await page.getByRole("link", { name: "Airbnb", exact: true }).getAttribute("href");
  for (const tab of ["", "?tab=timeline", "?tab=tasks", "?tab=notes"]) {
    await page.goto(`${href}${tab}`);
    await hydrated(page);
  }
  await page.goto(`${href}/edit`);
  await hydrated(page);
});

test("tables and a record page, reached by clicks", async ({ page }) => {
  await signUp(page);
  await hydrated(page);
  for (const label of ["People", "Opportunities", "Tasks", "Notes", "Companies"]) {
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: label }).click();
    await expect(page.getByRole("heading", { name: label }).first()).toBeVisible();
  }
  await page.getByRole("link", { name: "Airbnb", exact: true }).click();
  await expect(page.getByRole("complementary", { name: "Open record" }).getByText("Brian Chesky")).toBeVisible();
  await page.getByRole("link", { name: "Open the page" }).click();
  await expect(page).toHaveURL(/\/object\/company\//);
  await expect(page.getByText("Brian Chesky")).toBeVisible();
});
