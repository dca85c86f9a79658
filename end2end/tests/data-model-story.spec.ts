// The whole way of a new object: every type of field, relations to two others, its records, a filtered view, options
// that are renamed, a field that is deleted and comes back.
import type { Page } from "@playwright/test";
import { cellOf, expect, hydrated, names, newWorkspace, open, rowOf, stored, test } from "./support";

const CHANGE = "data_model_change";

/** Every type that can be chosen beside relations, under the name of its field. */
const TYPES: Record<string, string> = {
  Phase: "SELECT",
  Motto: "TEXT",
  Seats: "NUMBER",
  Budget: "CURRENCY",
  Urgent: "BOOLEAN",
  Start: "DATE",
  Launch: "DATE_TIME",
  Story: "RICH_TEXT",
  Papers: "FILES",
  Topics: "MULTI_SELECT",
  Quality: "RATING",
  Lead: "FULL_NAME",
  Mails: "EMAILS",
  Calls: "PHONES",
  Sites: "LINKS",
  Place: "ADDRESS",
  Words: "ARRAY",
  Data: "RAW_JSON",
  Code: "UUID",
};
const OPTIONS: Record<string, string[]> = { Phase: ["Idea", "Work", "Done"], Topics: ["Red", "Green"] };

/** From the object's page to the form of a new field, without loading anything anew. */
async function newField(page: Page, type: string, name: string): Promise<void> {
  await page.getByRole("link", { name: "New field" }).click();
  await page.locator(`a[href$="type=${type}"]`).click();
  await page.getByLabel("Name", { exact: true }).fill(name);
}

async function createField(page: Page): Promise<void> {
  await stored(page, () => page.getByRole("button", { name: "Create field" }).click(), CHANGE);
  await expect(page.getByRole("table", { name: "Fields" })).toBeVisible();
}

/** Types options one after the other, Enter between them. */
async function typeOptions(page: Page, labels: string[]): Promise<void> {
  await page.getByLabel("Label of the option").first().focus();
  for (const [at, label] of labels.entries()) {
    if (at > 0) await page.keyboard.press("Enter");
    await expect(page.getByLabel("Label of the option").nth(at)).toBeFocused();
    await page.keyboard.type(label);
  }
}

async function newRelations(page: Page): Promise<void> {
  await newField(page, "RELATION", "Client");
  await page.getByRole("button", { name: "Choose", exact: true }).click();
  await page.getByRole("option", { name: "Companies" }).click();
  await createField(page);
  await newField(page, "MORPH_RELATION", "Owner");
  await page.getByRole("button", { name: "Choose", exact: true }).click();
  for (const target of ["People", "Opportunities"]) await page.getByRole("option", { name: target }).click();
  await page.keyboard.press("Escape");
  await createField(page);
}

/** Fills one record by the form that has all inputs. */
async function fill(page: Page): Promise<void> {
  await open(page, "/objects/projects/new");
  const texts: Record<string, string> = {
    Name: "Apollo", Motto: "For all mankind", Seats: "3", Amount: "25.4", Start: "2026-03-04", Launch: "2026-07-16T13:32",
    "First name": "Gene", "Last name": "Kranz", "Primary e-mail": "gene@example.com",
    "Primary phone, with +country code": "+33612345678", Label: "Home", City: "Houston", Words: "one\ntwo",
    Data: '{"crew": 3}', Code: "20202020-1c25-4d02-bf25-6aeccf7ea419", Text: "A long story",
  };
  for (const [label, text] of Object.entries(texts)) await page.getByLabel(label, { exact: true }).fill(text);
  await page.getByRole("group", { name: "Sites" }).getByLabel("Address", { exact: true }).fill("nasa.gov");
  await page.getByLabel("Urgent").check();
  await page.getByRole("combobox", { name: /^Currency/ }).selectOption("EUR");
  await page.getByLabel("Phase").selectOption("Work");
  await page.getByLabel("Topics").selectOption(["Red", "Green"]);
  await page.getByLabel("Quality").selectOption("4");
  await page.getByLabel("Client").selectOption({ label: "Airbnb" });
  await page.getByLabel("Add to Papers").setInputFiles({ name: "plan.txt", mimeType: "text/plain", buffer: Buffer.from("x") });
  await page.getByRole("button", { name: "Create", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Apollo" })).toBeVisible();
  await hydrated(page);
}

test.setTimeout(300_000);

test("an object with every type of field is made, filled, filtered, changed and mended", async ({ page }) => {
  await newWorkspace(page);
  await open(page, "/settings/objects/new");
  await page.getByLabel("One record").fill("Project");
  await stored(page, () => page.getByRole("button", { name: "Create object" }).click(), CHANGE);
  await expect(page.getByRole("tab", { name: "Fields" })).toBeVisible();
  for (const [name, type] of Object.entries(TYPES)) {
    await newField(page, type, name);
    await typeOptionsOf(page, name);
    await createField(page);
  }
  await newRelations(page);

  await fill(page);
  const fields = page.getByRole("region", { name: "Fields" });
  for (const text of ["For all mankind", "gene@example.com", "Houston", "plan.txt", "Airbnb", "Gene Kranz", "Work"]) {
    await expect(fields.getByText(text).first(), text).toBeVisible();
  }
  // Of several objects, a record is chosen on the page.
  await expect(page.getByText("A long story").first()).toBeAttached();

  await open(page, "/objects/projects");
  for (const [name, phase] of [["Gemini", "Done"], ["Skylab", "Idea"]]) {
    await stored(page, () => page.getByRole("link", { name: "New project" }).click(), "record_create");
    await page.getByRole("group", { name: "Name", exact: true }).getByRole("textbox").fill(name);
    await stored(page, () => page.keyboard.press("Enter"));
    const row = await rowOf(page, name);
    await (await cellOf(row, "Phase")).dblclick();
    await stored(page, () => page.getByRole("option", { name: phase }).click());
  }
  await sortAndFilter(page);
  await renameOption(page);
  await deleteAndUndo(page);
});

async function typeOptionsOf(page: Page, name: string): Promise<void> {
  const labels = OPTIONS[name];
  if (labels) await typeOptions(page, labels);
}

/** The order of a select is that of its options; the filter becomes a view. */
async function sortAndFilter(page: Page): Promise<void> {
  await page.getByRole("columnheader").filter({ hasText: "Phase" }).getByRole("link").click();
  await expect.poll(() => names(page)).toEqual(["Skylab", "Apollo", "Gemini"]);
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await page.getByRole("option", { name: "Phase" }).click();
  await page.getByRole("option", { name: "Work" }).click();
  await expect.poll(() => names(page)).toEqual(["Apollo"]);
  await page.getByRole("option", { name: "Idea" }).click();
  await expect.poll(() => names(page)).toEqual(["Skylab", "Apollo"]);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("group", { name: "Filters" })).toContainText("Phase is Work, Idea");
  await page.getByRole("button", { name: "Options" }).click();
  await page.getByRole("menuitem", { name: "New view from this" }).click();
  await page.getByLabel("Name of the new view").fill("Open");
  await stored(page, () => page.getByRole("button", { name: "Create" }).click(), CHANGE);
  await expect(page.getByRole("navigation", { name: "Views" }).getByRole("link", { name: "Open" })).toHaveAttribute("aria-current", "page");
  await expect(page).not.toHaveURL(/filter|sort/);
  await expect.poll(() => names(page)).toEqual(["Skylab", "Apollo"]);
}

/** Records and views follow. */
async function renameOption(page: Page): Promise<void> {
  const view = page.url();
  await open(page, "/settings/objects/projects/phase");
  await page.getByLabel("Label of the option").nth(1).fill("Under way");
  await stored(page, () => page.getByRole("button", { name: "Save" }).click(), CHANGE);
  await open(page, view);
  await expect(page.getByRole("group", { name: "Filters" })).toContainText("Phase is Under way, Idea");
  await expect(await cellOf(await rowOf(page, "Apollo"), "Phase")).toHaveText("Under way");
}

/** A field goes with its values, and comes back with them. */
async function deleteAndUndo(page: Page): Promise<void> {
  await open(page, "/settings/objects/projects");
  await page.getByRole("button", { name: "Actions for Motto" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  const question = page.getByRole("dialog");
  await expect(question.getByText("1 record loses its value.")).toBeVisible();
  await stored(page, () => question.getByRole("button", { name: "Delete" }).click(), CHANGE);
  await expect(page.getByRole("table", { name: "Fields" }).getByText("Motto")).toHaveCount(0);
  await stored(page, () => page.getByRole("button", { name: "Undo" }).click(), "data_model_restore");
  await expect(page.getByRole("table", { name: "Fields" }).getByText("Motto")).toBeVisible();
  await open(page, "/objects/projects");
  await expect(await cellOf(await rowOf(page, "Apollo"), "Motto")).toHaveText("For all mankind");
}
