// Files without JavaScript: the form of a record sends, renames and removes them.
import { expect, test } from "@playwright/test";
import { newFilesField, newWorkspace } from "./support";

test("the form of a record sends files", async ({ page }) => {
  await newWorkspace(page);
  await newFilesField(page, "company", "docs", "Docs", 2);
  await page.goto("/objects/companies/new");
  await page.getByLabel("Name", { exact: true }).fill("Paper Mill");
  await page.getByLabel("Add to Docs").setInputFiles([
    { name: "a.txt", mimeType: "text/plain", buffer: Buffer.from("a") },
    { name: "b.txt", mimeType: "text/plain", buffer: Buffer.from("b") },
  ]);
  await page.getByRole("button", { name: "Create" }).click();
  await expect(page.getByRole("heading", { name: "Paper Mill" })).toBeVisible();
  await expect(page.getByRole("link", { name: "a.txt" })).toBeVisible();

  await page.getByRole("link", { name: "Edit" }).click();
  const docs = page.getByRole("group", { name: "Docs" });
  await docs.getByRole("textbox", { name: "Name" }).last().fill("c.txt");
  await docs.getByLabel("Keep a.txt").uncheck();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("link", { name: "c.txt" })).toBeVisible();
  await expect(page.getByRole("link", { name: "a.txt" })).toHaveCount(0);
  const href = await page.getByRole("link", { name: "c.txt" }).getAttribute("href");
  expect(await (await page.request.get(href!)).text()).toBe("b");
});
