// Files: sent, renamed, arranged, removed, in a table and on a record's page, by pointer, by keys and on a phone.
import type { Locator, Page } from "@playwright/test";
import { cellOf, create, edit, editorOf, expect, newFilesField, newWorkspace, open, rowOf, stored, test } from "./support";

// A red square.
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR42mO4YGCAFTEMLQkA2ntMAZZ5tYQAAAAASUVORK5CYII=", "base64",
);
const picture = { name: "square.png", mimeType: "image/png", buffer: PNG };
const notes = { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("some notes") };

test.beforeEach(async ({ page }) => {
  await newWorkspace(page);
  await newFilesField(page, "company", "docs", "Docs", 3);
});

const rows = (editor: Locator): Locator => editor.getByRole("listitem");

/** The names in the editor, from the top; waits until nothing is on its way. */
async function listed(editor: Locator, expected: string[]): Promise<void> {
  await expect(editor.getByRole("progressbar")).toHaveCount(0);
  await expect(rows(editor).locator(".files-name")).toHaveText(expected);
}

async function onPage(page: Page): Promise<{ id: string; field: Locator; openEditor: () => Promise<Locator> }> {
  const id = await create(page, "company", { name: "Paper Mill" });
  await open(page, `/object/company/${id}`);
  const field = page.locator(".field-row", { has: page.getByTitle("Docs", { exact: true }) });
  return {
    id,
    field,
    openEditor: async () => {
      await field.locator(".value-box").focus();
      await page.keyboard.press("Enter");
      return editorOf(page, "Docs");
    },
  };
}

test("files are chosen in a table, shown with their picture, and open", async ({ page }) => {
  await open(page, "/objects/companies");
  const editor = await edit(await rowOf(page, "Stripe"), "Docs");
  await editor.getByLabel("Add to Docs").setInputFiles([picture, notes]);
  await listed(editor, ["square.png", "notes.txt"]);
  await stored(page, () => page.getByRole("columnheader").first().click());
  const cell = await cellOf(await rowOf(page, "Stripe"), "Docs");
  await expect(cell.getByRole("link")).toHaveText(["square.png", "notes.txt"]);
  await open(page, page.url());
  const image = (await cellOf(await rowOf(page, "Stripe"), "Docs")).locator("img");
  await expect(image).toBeVisible();
  expect(await image.evaluate((element: HTMLImageElement) => element.decode().then(() => element.naturalWidth))).toBe(8);
  const href = await (await cellOf(await rowOf(page, "Stripe"), "Docs")).getByRole("link").last().getAttribute("href");
  const answer = await page.request.get(href!);
  expect([answer.status(), await answer.text()]).toEqual([200, "some notes"]);
  expect((await page.request.get(href!.replace(/token=.*/, "token=x"))).status()).toBe(403);
});

test("files are dropped, renamed, moved and removed by keys; undo brings them back", async ({ page }) => {
  const { field, openEditor } = await onPage(page);
  const editor = await openEditor();
  const data = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(["first"], "first.txt", { type: "text/plain" }));
    data.items.add(new File(["second"], "second.txt", { type: "text/plain" }));
    return data;
  });
  await editor.locator(".files").dispatchEvent("drop", { dataTransfer: data });
  await listed(editor, ["first.txt", "second.txt"]);
  await expect(editor.getByLabel("Add to Docs")).toBeFocused();

  await page.keyboard.press("ArrowUp");
  await expect(rows(editor).last()).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.type("renamed");
  await page.keyboard.press("Enter");
  await listed(editor, ["first.txt", "renamed.txt"]);
  await expect(rows(editor).last()).toBeFocused();
  await page.keyboard.press("Alt+ArrowUp");
  await listed(editor, ["renamed.txt", "first.txt"]);
  await stored(page, () => page.keyboard.press("Control+Enter"));
  await expect(field.getByRole("link")).toHaveText(["renamed.txt", "first.txt"]);

  const again = await openEditor();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Delete");
  await listed(again, ["renamed.txt"]);
  await expect(again.getByLabel("Add to Docs")).toBeFocused();
  await stored(page, () => page.keyboard.press("Control+Enter"));
  await expect(field.getByRole("link")).toHaveText(["renamed.txt"]);
  await stored(page, () => page.keyboard.press("Control+z"));
  await expect(field.getByRole("link")).toHaveText(["renamed.txt", "first.txt"]);
  await open(page, page.url());
  await expect(field.getByRole("link")).toHaveText(["renamed.txt", "first.txt"]);
});

test("Escape leaves everything as it was, and there is room for so many only", async ({ page }) => {
  const { field, openEditor } = await onPage(page);
  const editor = await openEditor();
  const four = ["a", "b", "c", "d"].map((name) => ({ ...notes, name: `${name}.txt` }));
  await editor.getByLabel("Add to Docs").setInputFiles(four);
  await listed(editor, ["a.txt", "b.txt", "c.txt"]);
  await expect(editor.getByText("3 files at most.")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(editor).toHaveCount(0);
  await expect(field).toContainText("Empty");
});

test("on a phone, light and dark", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  for (const scheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    const { field } = await onPage(page);
    await field.locator(".value-box").click();
    const editor = editorOf(page, "Docs");
    await editor.getByLabel("Add to Docs").setInputFiles(picture);
    await listed(editor, ["square.png"]);
    const box = (await editor.boundingBox())!;
    expect([Math.round(box.x), Math.round(box.width)]).toEqual([0, 390]);
    const remove = editor.getByRole("button", { name: "Remove" });
    expect((await remove.boundingBox())!.height).toBeGreaterThanOrEqual(32);
    await stored(page, () => page.keyboard.press("Control+Enter"));
    await expect(field.getByRole("link")).toHaveText("square.png");
  }
});

test("the field is made in settings", async ({ page }) => {
  await open(page, "/settings/objects/people/new-field/select");
  await page.getByRole("link", { name: /^Files/ }).click();
  await page.getByLabel("Name", { exact: true }).fill("Papers");
  await page.getByLabel("Most files").selectOption("2");
  await expect(page.getByText("Contract.pdf")).toBeVisible();
  await stored(page, () => page.getByRole("button", { name: "Create field" }).click(), "data_model_change");
  await open(page, "/objects/people");
  const editor = await edit(await rowOf(page, "Brian Chesky"), "Papers");
  await editor.getByLabel("Add to Papers").setInputFiles(notes);
  await listed(editor, ["notes.txt"]);
});

test("files are attached to a record, renamed and deleted", async ({ page }) => {
  const id = await create(page, "company", { name: "Paper Mill" });
  await open(page, `/object/company/${id}?tab=files`);
  await expect(page.getByText("No files yet")).toBeVisible();
  await page.getByLabel("Add files").setInputFiles([picture, notes]);
  const attached = page.locator(".attachments").getByRole("listitem");
  await expect(attached).toHaveCount(2);
  const square = attached.filter({ hasText: "square.png" });
  await expect(square.locator("img")).toBeVisible();
  await square.getByRole("button", { name: "Rename" }).click();
  await page.getByLabel("Name", { exact: true }).fill("red.png");
  await stored(page, () => page.keyboard.press("Enter"));
  await expect(attached.filter({ hasText: "red.png" })).toHaveCount(1);
  await attached.filter({ hasText: "notes.txt" }).getByRole("button", { name: "Delete" }).click();
  await expect(attached).toHaveCount(1);
  await open(page, page.url());
  await expect(attached).toHaveText(/red\.png/);
});
