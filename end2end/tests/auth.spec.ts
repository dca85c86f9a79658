import { expect, hydrated, newEmail, PASSWORD, signUp, test } from "./support";

test("sign up, name the workspace, say your name, land on companies", async ({ page }) => {
  await signUp(page, newEmail(), "Umbrella");
  await expect(page.getByRole("heading", { name: /Companies/ })).toBeVisible();
  await expect(page.getByText("Umbrella").first()).toBeVisible();
  await expect(page.getByRole("link", { name: "Airbnb", exact: true })).toBeVisible();
});

test("sign out, sign in again, come back to the page one wanted", async ({ page }) => {
  const email = await signUp(page);
  await hydrated(page);
  await page.getByLabel(/Workspace Acme/).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/welcome/);
  await page.goto("/objects/people");
  await expect(page).toHaveURL(/\/welcome\?next=/);
  await page.getByLabel("E-mail").fill(email.toUpperCase());
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/objects\/people/);
});

test("a wrong password says so, keeps the address typed, and tells nothing more", async ({ page }) => {
  const email = await signUp(page);
  await page.goto("about:blank"); // the open page would ask for its events once more
  await page.context().clearCookies();
  for (const address of [email, newEmail()]) {
    await page.goto("/welcome?mode=sign-in");
    await page.getByLabel("E-mail").fill(address);
    await page.getByLabel("Password", { exact: true }).fill("not the password");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("alert").first()).toHaveText("The e-mail address or the password is wrong.");
    await expect(page.getByLabel("E-mail")).toHaveValue(address);
  }
});

test("a short password and a taken address are refused", async ({ page }) => {
  const email = await signUp(page);
  await page.goto("about:blank"); // the open page would ask for its events once more
  await page.context().clearCookies();
  await page.goto("/welcome?mode=sign-up");
  await page.getByLabel("E-mail").fill(newEmail());
  await page.getByLabel("Password", { exact: true }).fill("short");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("alert").first()).toContainText("8");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("alert").first()).toBeVisible();
  await expect(page).toHaveURL(/\/welcome/);
});

test("the theme is chosen from the workspace menu and kept", async ({ page }) => {
  await signUp(page);
  await hydrated(page);
  await page.getByLabel(/Workspace Acme/).click();
  await page.getByRole("button", { name: "Dark" }).click();
  await expect(page.locator("html")).toHaveClass(/dark/);
  await expect.poll(async () => {
    await page.reload();
    return page.locator("html").getAttribute("class");
  }).toContain("dark");
});
