// What every browser test needs: a person with a workspace, and a console that stays empty.
import { expect, test as base, type Locator, type Page } from "@playwright/test";

export const PASSWORD = "correct horse battery";
let counter = 0;

export function newEmail(): string {
  counter += 1;
  return `person-${process.pid}-${Date.now()}-${counter}@example.com`;
}

/** Fails the test when a page of its browser writes to the console or throws. */
export const test = base.extend<{ page: Page; expectsRefusal: boolean }>({
  // Browsers report every answer of 400 and 409 by themselves; a test that provokes one says so by `test.use`.
  expectsRefusal: [false, { option: true }],
  page: async ({ page, expectsRefusal }, use) => {
    const noise: string[] = [];
    page.context().on("console", (message) => {
      // A hint about time: the browser was busy for some seconds, on a loaded machine with an unoptimised build.
      if (message.text().includes("was preloaded using link preload but not used")) return;
      if (["error", "warning"].includes(message.type())) noise.push(`${message.type()}: ${message.text()}`);
    });
    page.context().on("weberror", (error) => noise.push(`thrown: ${error.error().message}`));
    await use(page);
    const unexpected = noise.filter((line) => !(expectsRefusal && /status of (400|404|409)/.test(line)));
    expect(unexpected, "the console stays empty").toEqual([]);
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
  // A debug build's wasm is large, and compiled anew for each page.
  await expect(page.locator("body[data-hydrated]")).toBeAttached({ timeout: 20_000 });
}

/** A new workspace with its sample records; signs the page in without showing the steps. */
export async function newWorkspace(page: Page): Promise<string> {
  const email = newEmail();
  const steps: Record<string, Record<string, string>> = {
    "/forms/sign-up": { email, password: PASSWORD },
    "/forms/workspace": { name: "Acme" },
    "/forms/profile": { firstName: "Ada", lastName: "Lovelace" },
  };
  for (const [path, form] of Object.entries(steps)) {
    expect((await page.request.post(path, { form })).ok(), path).toBe(true);
  }
  return email;
}

/** Goes to an address and waits until the page has woken up. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await hydrated(page);
}

/** Calls the server as the page's person does; answers what it answers. */
export async function call<T>(page: Page, name: string, data: unknown): Promise<T> {
  const response = await page.request.post(`/rpc/${name}`, { data });
  expect(response.status(), `${name}: ${await response.text()}`).toBe(200);
  return (await response.json()) as T;
}

/** Makes a record without showing the steps; answers its id. */
export async function create(page: Page, object: string, values: object): Promise<string> {
  return (await call<{ id: string }>(page, "record_create", { request: { object, values } })).id;
}

/** Does something and waits until the server has stored what it changed. */
export async function stored(page: Page, act: () => Promise<unknown>, name = "record_update"): Promise<void> {
  const answer = page.waitForResponse((response) => response.url().endsWith(`/rpc/${name}`));
  await act();
  expect((await answer).status(), name).toBe(200);
}

/** The row of the record with this name; it stays the same row when the name changes. */
export async function rowOf(page: Page, name: string): Promise<Locator> {
  const row = page.locator("[data-row]", { has: page.locator(`.rec-open[title="${name}"]`) });
  return page.locator(`[data-row="${await row.getAttribute("data-row")}"]`);
}

/** Names of the rows, from the top. */
export async function names(page: Page): Promise<string[]> {
  return page.locator("[data-row] .rec-open .truncate").allTextContents();
}

/** A cell of a row, by the name of its column. */
export async function cellOf(row: Locator, column: string): Promise<Locator> {
  const head = row.page().getByRole("columnheader").filter({ has: row.page().getByTitle(column, { exact: true }) });
  return row.locator(`[aria-colindex="${await head.getAttribute("aria-colindex")}"]`);
}

/** Opens the editor of a cell by its pencil. */
export async function edit(row: Locator, column: string): Promise<Locator> {
  await (await cellOf(row, column)).hover();
  await row.page().getByRole("button", { name: "Edit", exact: true }).click();
  return editorOf(row.page(), column);
}

/** The open editor of a field. */
export function editorOf(page: Page, label: string): Locator {
  return page.getByRole("group", { name: label, exact: true });
}

/** Picks a record in an open picker by typing part of its name. */
export async function pick(editor: Locator, typed: string, name: string): Promise<void> {
  await editor.getByRole("combobox").fill(typed);
  await editor.getByRole("option", { name }).click();
}

/** Gives an object a field of files, at most so many. */
export async function newFilesField(page: Page, object: string, name: string, label: string, most: number): Promise<void> {
  const ask = async (query: string, variables: object): Promise<{ data: Record<string, any> }> => {
    const answer = await (await page.request.post("/metadata", { data: { query, variables } })).json();
    expect(answer.errors, JSON.stringify(answer.errors)).toBeUndefined();
    return answer;
  };
  const query = "{ objects(paging: { first: 200 }) { edges { node { id nameSingular } } } }";
  const edges: { node: { id: string; nameSingular: string } }[] = (await ask(query, {})).data.objects.edges;
  const objectMetadataId = edges.find(({ node }) => node.nameSingular === object)?.node.id;
  const field = { objectMetadataId, type: "FILES", name, label, icon: "IconFile", settings: { maxNumberOfValues: most } };
  const make = "mutation($input: CreateOneFieldMetadataInput!) { createOneField(input: $input) { id } }";
  const fieldMetadataId = (await ask(make, { input: { field } })).data.createOneField.id;
  const read = "query($id: String) { getViews(objectMetadataId: $id) { id type } }";
  const views: { id: string; type: string }[] = (await ask(read, { id: objectMetadataId })).data.getViews;
  // First of all, so that it stands in sight; the page of records has it by itself.
  const inputs = views.filter(({ type }) => type !== "FIELDS_WIDGET").map(({ id }) => ({ viewId: id, fieldMetadataId, position: 0.5, isVisible: true, size: 180 }));
  const show = "mutation($inputs: [CreateViewFieldInput!]!) { createManyViewFields(inputs: $inputs) { id } }";
  await ask(show, { inputs });
}
