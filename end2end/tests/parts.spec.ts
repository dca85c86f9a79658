// The program is fetched in parts: the settings come with the first of their pages.
import { test as plain } from "@playwright/test";
import { expect, hydrated, newWorkspace, open, test } from "./support";

const PART = /\/pkg\/split_settings.*\.wasm$/;

test("the settings' part of the program is fetched with their first page, and once", async ({ page }) => {
  await newWorkspace(page);
  const fetched: string[] = [];
  page.on("request", (request) => PART.test(request.url()) && fetched.push(request.url()));
  await open(page, "/objects/companies");
  expect(fetched).toEqual([]);
  await page.getByRole("link", { name: "Settings" }).first().click();
  await expect(page).toHaveURL(/\/settings\//);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.getByRole("link", { name: "Data model" }).first().click();
  await expect(page).toHaveURL(/\/settings\/objects$/);
  expect(fetched.length).toBe(1);
});

test("a page of the settings opened by its address wakes up", async ({ page }) => {
  await newWorkspace(page);
  await open(page, "/settings/objects/new");
  await page.getByLabel("One record").fill("Rocket");
  await expect(page.getByLabel("Many records")).toHaveValue("Rockets");
});

// A window that was open over an upgrade asks for a file of the former build. The browser writes that to the console.
plain("a part that is gone brings the newest page instead of a dead one", async ({ page }) => {
  await newWorkspace(page);
  await page.goto("/objects/companies");
  await hydrated(page);
  await page.route(PART, (route) => route.fulfill({ status: 404 }), { times: 1 });
  const reloaded = page.waitForEvent("load");
  await page.getByRole("link", { name: "Settings" }).first().click();
  await reloaded;
  await hydrated(page);
  await expect(page.getByRole("link", { name: "Settings" }).first()).toBeVisible();
});
