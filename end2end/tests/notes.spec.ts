// Notes and tasks written from a record's page.
import type { Page } from "@playwright/test";
import { editorOf, expect, newWorkspace, open, rowOf, stored, test } from "./support";

async function openTab(page: Page, tab: string): Promise<void> {
  await newWorkspace(page);
  await open(page, "/objects/companies");
  const path = await (await rowOf(page, "Airbnb")).locator(".rec-open").getAttribute("href");
  await open(page, path!);
  await page.getByRole("navigation", { name: "Tabs" }).getByRole("link", { name: tab }).click();
}

/** Names the record whose page is open. */
async function rename(page: Page, title: string): Promise<void> {
  await page.getByRole("button", { name: "Untitled" }).click();
  await editorOf(page, "Title").getByRole("textbox").fill(title);
  await stored(page, () => page.keyboard.press("Enter"));
  await expect(page.getByRole("heading", { name: title })).toBeVisible();
}

/** Types into the body and waits until the server has what was typed last. */
async function write(page: Page, lines: () => Promise<void>, last: string): Promise<void> {
  const body = page.locator(".body-editor [contenteditable='true']");
  await body.click();
  const answer = page.waitForResponse(
    (response) => response.url().endsWith("/rpc/record_update") && (response.request().postData() ?? "").includes(last),
  );
  await lines();
  expect((await answer).status()).toBe(200);
}

test("a note with a heading, a list and bold words is kept, and its card shows the text", async ({ page }) => {
  await openTab(page, "Notes");
  await expect(page.getByText("No notes yet.")).toBeVisible();
  const company = page.url();
  await page.getByRole("button", { name: "New note" }).click();
  await expect(page).toHaveURL(/\/object\/note\//);
  await rename(page, "Visit");
  const type = (text: string) => page.keyboard.type(text);
  await write(page, async () => {
    await type("# Agenda");
    await page.keyboard.press("Enter");
    await type("- prices");
    await page.keyboard.press("Enter");
    await type("dates");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    await type("Bring the ");
    await page.keyboard.press("Control+b");
    await type("contract");
    await page.keyboard.press("Control+b");
    await type(" along.");
  }, " along.");
  const body = page.locator(".body-editor");
  const holds = async () => {
    await expect(body.getByRole("heading", { name: "Agenda", level: 1 })).toBeVisible();
    await expect(body.getByRole("listitem")).toHaveText(["prices", "dates"]);
    await expect(body.locator("strong")).toHaveText("contract");
    await expect(body.getByText("Bring the contract along.")).toBeVisible();
  };
  await holds();
  await open(page, page.url());
  await expect(body.locator("[contenteditable='true']")).toBeVisible();
  await holds();
  await open(page, company);
  const card = page.getByRole("listitem").filter({ has: page.getByRole("link", { name: "Visit" }) });
  await expect(card).toContainText("Agenda");
  await expect(card).toContainText("prices");
  await expect(card).toContainText("Bring the contract along.");
  await card.getByRole("link", { name: "Visit" }).click();
  await holds();
});

test("what is typed and left at once is not lost", async ({ page }) => {
  await openTab(page, "Notes");
  await page.getByRole("button", { name: "New note" }).click();
  await expect(page).toHaveURL(/\/object\/note\//);
  const address = page.url();
  await page.locator(".body-editor [contenteditable='true']").click();
  await page.keyboard.type("Last words");
  await stored(page, () => page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "People" }).click());
  await expect(page.getByRole("heading", { name: "People" })).toBeVisible();
  await open(page, address);
  await expect(page.locator(".body-editor")).toContainText("Last words");
});

test("a task is made, named, and ticked off from the company's page", async ({ page }) => {
  await openTab(page, "Tasks");
  const company = page.url();
  await page.getByRole("button", { name: "New task" }).click();
  await expect(page).toHaveURL(/\/object\/task\//);
  await rename(page, "Send the offer");
  await expect(page.getByRole("group", { name: "Relations, press Enter to edit" })).toContainText("Airbnb");
  await open(page, company);
  const box = page.getByRole("checkbox", { name: "Done: Send the offer" });
  await expect(box).not.toBeChecked();
  await stored(page, () => box.click());
  await expect(box).toBeChecked();
  await open(page, company);
  await expect(box).toBeChecked();
  await page.getByRole("link", { name: "Send the offer" }).click();
  await expect(page.getByRole("group", { name: "Status, press Enter to edit" })).toHaveText("Done");
});
