// The command menu: finding records of all kinds, and going places, by keyboard.
import type { Page } from "@playwright/test";
import { create, expect, newWorkspace, open, test } from "./support";

const field = (page: Page) => page.getByRole("dialog", { name: "Search" }).getByRole("combobox");
const options = (page: Page) => page.getByRole("dialog", { name: "Search" }).getByRole("option");

test.beforeEach(async ({ page }) => newWorkspace(page).then(() => undefined));

test("keys open it anywhere; what is typed finds records; Enter opens the best one", async ({ page }) => {
  await create(page, "company", { name: "Zeppelin Works" });
  await create(page, "person", { name: { firstName: "Ada", lastName: "Zeppelin" } });
  await open(page, "/objects/companies");
  await page.keyboard.press("Control+k");
  await expect(field(page)).toBeFocused();
  await expect(options(page).first()).toHaveText(/^Go to /);
  await page.keyboard.type("zepelin");
  await expect(options(page).filter({ hasText: "Zeppelin Works" })).toContainText("Company");
  await expect(options(page).filter({ hasText: "Ada Zeppelin" })).toContainText("Person");
  await field(page).fill("ada zepp");
  await expect(options(page)).toHaveCount(1);
  await expect(page.getByRole("dialog", { name: "Search" }).getByRole("listbox")).not.toHaveAttribute("aria-busy");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/object\/person\//);
  await expect(page.getByRole("dialog", { name: "Search" })).toHaveCount(0);
});

test("places are found, too; arrows choose; Escape closes and gives the focus back", async ({ page }) => {
  await open(page, "/objects/companies");
  await page.locator(".drawer").getByRole("button", { name: /^Search/ }).click();
  await page.keyboard.type("go to");
  // Enter takes nothing while what is listed may not fit what is typed.
  const list = page.getByRole("dialog", { name: "Search" }).getByRole("listbox");
  await expect(list).not.toHaveAttribute("aria-busy");
  await page.keyboard.press("ArrowDown");
  const second = await options(page).nth(1).textContent();
  await expect(options(page).nth(1)).toHaveAttribute("data-active", "");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/objects\/(?!companies)|\/settings/);
  expect(second).toMatch(/^Go to /);
  await page.keyboard.press("Control+k");
  await field(page).fill("nothing is called like this");
  await expect(page.getByText("Nothing found")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog", { name: "Search" })).toHaveCount(0);
  await page.keyboard.press("Control+k");
  await expect(field(page)).toHaveValue("");
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog", { name: "Search" })).toHaveCount(0);
});

for (const scheme of ["light", "dark"] as const) {
  test(`it fits a phone, in ${scheme}`, async ({ page }) => {
    await page.setViewportSize({ width: 375, height: 700 });
    await page.emulateMedia({ colorScheme: scheme });
    await open(page, "/objects/companies");
    await page.locator(".phone-bar").getByRole("button", { name: "Search" }).click();
    await page.keyboard.type("go");
    const dialog = page.getByRole("dialog", { name: "Search" });
    await expect(options(page).first()).toBeVisible();
    const box = (await dialog.boundingBox())!;
    expect(box.width).toBeLessThanOrEqual(375);
    const colors = await dialog.evaluate((element) => {
      const style = getComputedStyle(element);
      return { text: style.color, back: style.backgroundColor };
    });
    expect(colors.text).not.toBe(colors.back);
    await options(page).first().click();
    await expect(dialog).toHaveCount(0);
  });
}
