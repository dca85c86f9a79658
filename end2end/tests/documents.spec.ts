// Objects with several rich texts: each has a tab on the record's page, and the table leads there.
import type { Page } from "@playwright/test";
import { call, cellOf, create, expect, newWorkspace, open, rowOf, test } from "./support";

/** Companies with two documents, both of them columns of the table. */
async function withDocuments(page: Page): Promise<void> {
  await newWorkspace(page);
  const objectId = await companies(page);
  const fields = [["brief", "Brief"], ["minutes", "Minutes"]].map(([name, label]) => ({
    change: "createField", with: { objectId, type: "RICH_TEXT", name, label },
  }));
  const made = await call<{ ids: string[] }>(page, "data_model_change", { changes: fields });
  const view = await indexView(page, objectId);
  const columns = made.ids.map((fieldId) => ({
    change: "createViewField", with: { viewId: view, fieldId, isVisible: true, position: 0.5 },
  }));
  await call(page, "data_model_change", { changes: columns });
}

async function ask<T>(page: Page, query: string): Promise<T> {
  const answer = await (await page.request.post("/metadata", { data: { query } })).json();
  expect(answer.errors, JSON.stringify(answer.errors)).toBeUndefined();
  return answer.data as T;
}

async function companies(page: Page): Promise<string> {
  type Answer = { objects: { edges: { node: { id: string; nameSingular: string } }[] } };
  const { objects } = await ask<Answer>(page, "{ objects(paging: { first: 200 }) { edges { node { id nameSingular } } } }");
  return objects.edges.find(({ node }) => node.nameSingular === "company")!.node.id;
}

async function indexView(page: Page, object: string): Promise<string> {
  type Answer = { getViews: { id: string; key: string | null }[] };
  const { getViews } = await ask<Answer>(page, `{ getViews(objectMetadataId: "${object}") { id key } }`);
  return getViews.find((view) => view.key === "INDEX")!.id;
}

/** Types into the open document and waits until the server has it. */
async function write(page: Page, label: string, text: string): Promise<void> {
  const document = page.locator(".body-editor [contenteditable='true']");
  await expect(document).toHaveAttribute("aria-label", label);
  await document.click();
  const answer = page.waitForResponse(
    (response) => response.url().endsWith("/rpc/record_update") && (response.request().postData() ?? "").includes(text),
  );
  await page.keyboard.type(text);
  expect((await answer).status()).toBe(200);
}

test("each document is opened from its own cell, written on its own tab, and kept apart from the others", async ({ page }) => {
  await withDocuments(page);
  const id = await create(page, "company", { name: "Acme" });
  for (const [label, text] of [["Minutes", "Talked about prices"], ["Brief", "They make anvils"]]) {
    await open(page, "/objects/companies");
    await (await cellOf(await rowOf(page, "Acme"), label)).hover();
    await page.getByRole("button", { name: "Edit", exact: true }).click();
    await expect(page).toHaveURL(new RegExp(`/object/company/${id}`));
    const tabs = page.getByRole("navigation", { name: "Tabs" });
    await expect(tabs.getByRole("link", { name: label })).toHaveAttribute("aria-current", "true");
    await write(page, label, text);
  }
  await open(page, `/object/company/${id}`);
  const tabs = page.getByRole("navigation", { name: "Tabs" });
  const body = page.locator(".body-editor");
  await tabs.getByRole("link", { name: "Minutes" }).click();
  await expect(body.getByText("Talked about prices")).toBeVisible();
  await tabs.getByRole("link", { name: "Brief" }).click();
  await expect(body.getByText("They make anvils")).toBeVisible();
  await expect(body.getByText("Talked about prices")).toHaveCount(0);
  await open(page, "/objects/companies");
  await expect(await cellOf(await rowOf(page, "Acme"), "Brief")).toContainText("They make anvils");
  await expect(await cellOf(await rowOf(page, "Acme"), "Minutes")).toContainText("Talked about prices");
});
