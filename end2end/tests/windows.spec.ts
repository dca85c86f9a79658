// Two windows of one workspace: what is done in one is seen in the other without loading it anew.
import type { Page } from "@playwright/test";
import { cellOf, create, edit, editorOf, expect, names, newWorkspace, open, rowOf, stored, test } from "./support";

/** Opens an address and waits until its stream of changes is open. */
async function listening(page: Page, path: string): Promise<void> {
  const stream = page.waitForResponse((response) => response.url().includes("/events"));
  await open(page, path);
  expect((await stream).status()).toBe(200);
}

async function twoWindows(page: Page, path: string, other = path): Promise<Page> {
  await newWorkspace(page);
  const second = await page.context().newPage();
  await listening(page, path);
  await listening(second, other);
  return second;
}

test("an edit, a creation, a deletion and an undo are seen in the other table", async ({ page }) => {
  const other = await twoWindows(page, "/objects/companies");
  const editor = await edit(await rowOf(page, "Airbnb"), "Name");
  await editor.getByRole("textbox").fill("Airbnb Inc");
  await stored(page, () => page.keyboard.press("Enter"));
  await expect.poll(() => names(other)).toContain("Airbnb Inc");

  await stored(page, () => page.getByRole("link", { name: "New company" }).click(), "record_create");
  await editorOf(page, "Name").getByRole("textbox").fill("Fresh Ltd");
  await stored(page, () => page.keyboard.press("Enter"));
  await expect(other.getByTestId("total")).toHaveText("6");
  await expect.poll(() => names(other)).toContain("Fresh Ltd");

  await (await rowOf(page, "Figma")).getByRole("checkbox").check();
  const bar = page.getByRole("toolbar", { name: "Selected records" });
  await stored(page, () => bar.getByRole("button", { name: "Delete" }).click(), "records_delete");
  await expect.poll(() => names(other)).not.toContain("Figma");
  await expect(other.getByTestId("total")).toHaveText("5");

  await stored(page, () => page.getByRole("button", { name: "Undo" }).click(), "records_restore");
  await expect.poll(() => names(other)).toContain("Figma");
  await expect(other.getByTestId("total")).toHaveText("6");
});

test("a record's page follows the table, and the table the page", async ({ page }) => {
  await newWorkspace(page);
  const id = await create(page, "person", { name: { firstName: "Grace", lastName: "Hopper" } });
  const other = await page.context().newPage();
  await listening(page, "/objects/people");
  await listening(other, `/object/person/${id}`);
  const inTable = await edit(await rowOf(page, "Grace Hopper"), "Job Title");
  await inTable.getByRole("textbox").fill("Admiral");
  await stored(page, () => page.keyboard.press("Enter"));
  await expect(other.getByRole("group", { name: /^Job Title/ })).toHaveText("Admiral");

  await other.getByRole("group", { name: /^Job Title/ }).click();
  await editorOf(other, "Job Title").getByRole("textbox").fill("Rear admiral");
  await stored(other, () => other.keyboard.press("Enter"));
  await expect(await cellOf(await rowOf(page, "Grace Hopper"), "Job Title")).toHaveText("Rear admiral");

  await (await rowOf(page, "Grace Hopper")).getByRole("checkbox").check();
  const bar = page.getByRole("toolbar", { name: "Selected records" });
  await stored(page, () => bar.getByRole("button", { name: "Delete" }).click(), "records_delete");
  await expect(other.getByText("This record is deleted.")).toBeVisible();
});

test("another workspace's window hears nothing of it", async ({ page, browser }) => {
  await twoWindows(page, "/objects/companies");
  const stranger = await (await browser.newContext()).newPage();
  await newWorkspace(stranger);
  await listening(stranger, "/objects/companies");
  await create(page, "company", { name: "Secret Ltd" });
  await expect.poll(() => names(page)).toContain("Secret Ltd");
  // A change of its own comes after the other's would have come.
  await create(stranger, "company", { name: "Own Ltd" });
  await expect.poll(() => names(stranger)).toContain("Own Ltd");
  expect(await names(stranger)).not.toContain("Secret Ltd");
  await expect(stranger.getByTestId("total")).toHaveText("6");
  await stranger.context().close();
});

test("a window that has missed changes reads its rows anew and goes on", async ({ page }) => {
  await newWorkspace(page);
  // As after a long sleep: events after the window's last one are not known any more.
  await page.route("**/events?after=*", async (route) => {
    await create(page, "company", { name: "Missed Ltd" });
    const address = new URL(route.request().url());
    address.searchParams.set("after", "9007199254740991");
    await route.continue({ url: address.href });
  });
  await listening(page, "/objects/companies");
  await expect.poll(() => names(page)).toContain("Missed Ltd");
  await expect(page.getByTestId("total")).toHaveText("6");
  await create(page, "company", { name: "Later Ltd" });
  await expect.poll(() => names(page)).toContain("Later Ltd");
});
