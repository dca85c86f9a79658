// Without JavaScript: signing in, lists with paging, record pages, creating and editing by plain forms.
import { expect, test } from "@playwright/test";
import { newEmail, signUp } from "./support";

test("a whole round without JavaScript", async ({ page }) => {
  await signUp(page);
  await page.goto("/objects/companies/new");
  await page.getByLabel("Name", { exact: true }).fill("Plain & Sons");
  await page.getByRole("button", { name: "Create" }).click();
  await expect(page.getByRole("heading", { name: "Plain & Sons" })).toBeVisible();
  await page.getByRole("link", { name: "Edit" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Plain & Daughters");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { name: "Plain & Daughters" })).toBeVisible();
  await page.goto("/objects/companies?q=daughters");
  await expect(page.getByRole("link", { name: "Plain & Daughters" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Airbnb", exact: true })).toHaveCount(0);
});

test("a refused form comes back with its message and what was typed", async ({ page }) => {
  await signUp(page);
  await page.goto("/objects/people/new");
  await page.getByLabel("First name").fill("Grace");
  await page.getByLabel("Primary e-mail").evaluate((input: HTMLInputElement) => (input.type = "text")).catch(() => {});
  await page.getByLabel("Primary phone, with +country code").fill("12");
  await page.getByRole("button", { name: "Create" }).click();
  await expect(page.getByRole("alert").first()).toBeVisible();
  await expect(page.getByLabel("First name")).toHaveValue("Grace");
});

test("lists can be paged and sorted", async ({ page }) => {
  await signUp(page, newEmail());
  for (const path of ["/objects/companies?sort=name", "/objects/companies?sort=-name"]) {
    const response = await page.goto(path);
    expect(response?.status()).toBe(200);
  }
  const names = await page.getByRole("link", { name: /Airbnb|Anthropic|Figma|Notion|Stripe/ }).allTextContents();
  expect(names[0]).toContain("Stripe");
});

test("deleting and restoring by plain forms", async ({ page }) => {
  await signUp(page, newEmail());
  await page.goto("/objects/companies");
  await page.getByRole("link", { name: "Figma", exact: true }).click();
  const address = page.url();
  await page.getByRole("button", { name: "Delete this company" }).click();
  await expect(page).toHaveURL(/\/objects\/companies/);
  await expect(page.getByRole("link", { name: "Figma", exact: true })).toHaveCount(0);
  await page.goto(address);
  await page.getByRole("button", { name: "Restore" }).click();
  await page.goto("/objects/companies");
  await expect(page.getByRole("link", { name: "Figma", exact: true })).toBeVisible();
});

test("unknown addresses answer 404", async ({ page }) => {
  await signUp(page, newEmail());
  for (const path of ["/objects/unicorns", "/object/company/00000000-0000-0000-0000-000000000000", "/object/company/x", "/nowhere"]) {
    const response = await page.goto(path);
    expect(response?.status(), path).toBe(404);
  }
});
