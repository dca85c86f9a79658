// What every browser test needs: a person with a workspace, and a console that stays empty.
import { expect, test as base, type Page } from "@playwright/test";

export const PASSWORD = "correct horse battery";
let counter = 0;

export function newEmail(): string {
  counter += 1;
  return `person-${process.pid}-${Date.now()}-${counter}@example.com`;
}

/** Fails the test when the page writes to the console or throws. */
export const test = base.extend<{ page: Page }>({
  page: async ({ page }, use) => {
    const noise: string[] = [];
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) noise.push(`${message.type()}: ${message.text()}`);
    });
    page.on("pageerror", (error) => noise.push(`thrown: ${error.message}`));
    await use(page);
    expect(noise, "the console stays empty").toEqual([]);
  },
});

export { expect };

/** Signs up through the pages and ends on the companies table. */
export async function signUp(page: Page, email = newEmail(), workspace = "Acme"): Promise<string> {
  await page.goto("/welcome?mode=sign-up");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByLabel("Workspace name").fill(workspace);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("First name").fill("Ada");
  await page.getByLabel("Last name").fill("Lovelace");
  await page.getByRole("button", { name: "Start using Icosa" }).click();
  await expect(page).toHaveURL(/\/objects\/companies/);
  return email;
}

/** Waits until the page has woken up; clicks before that do nothing and do not fail. */
export async function hydrated(page: Page): Promise<void> {
  await expect(page.locator("body[data-hydrated]")).toBeAttached();
}
