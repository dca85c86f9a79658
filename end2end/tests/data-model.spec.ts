// Settings: making and changing the data model, seen in every open window at once.
import type { Page } from "@playwright/test";
import { call, create, edit, editorOf, expect, hydrated, names, newWorkspace, open, rowOf, stored, test } from "./support";

const CHANGE = "data_model_change";

async function newObject(page: Page, one: string, many?: string): Promise<void> {
  await open(page, "/settings/objects/new");
  await page.getByLabel("One record").fill(one);
  if (many !== undefined) await page.getByLabel("Many records").fill(many);
  await stored(page, () => page.getByRole("button", { name: "Create object" }).click(), CHANGE);
  await expect(page.getByRole("tab", { name: "Fields" })).toBeVisible();
}

/** Goes to the form of a new field of that type. */
async function newField(page: Page, plural: string, type: string, name: string): Promise<void> {
  await open(page, `/settings/objects/${plural}/new-field/configure?type=${type}`);
  await page.getByLabel("Name", { exact: true }).fill(name);
}

async function createField(page: Page): Promise<void> {
  await stored(page, () => page.getByRole("button", { name: "Create field" }).click(), CHANGE);
  await expect(page.getByRole("table", { name: "Fields" })).toBeVisible();
}

test("settings have a drawer of their own that leads back to where one was", async ({ page }) => {
  await newWorkspace(page);
  await open(page, "/objects/people?sort=city");
  await page.getByRole("link", { name: "Settings" }).first().click();
  await expect(page).toHaveURL(/\/settings\/profile$/);
  await expect(page.getByRole("heading", { name: "Profile" })).toBeVisible();
  const drawer = page.getByRole("navigation", { name: "Settings" });
  await drawer.getByRole("link", { name: "Data model" }).click();
  await expect(page.getByRole("table", { name: "Objects", exact: true })).toBeVisible();
  await expect(drawer.getByRole("link", { name: "Data model" })).toHaveAttribute("aria-current", "page");
  await drawer.getByRole("link", { name: "Exit settings" }).click();
  await expect(page).toHaveURL(/\/objects\/people\?sort=city$/);
  await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
});

test("the name in the profile is changed by a plain form", async ({ page }) => {
  await newWorkspace(page);
  await open(page, "/settings/profile");
  await page.getByLabel("First name").fill("Augusta");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Augusta Lovelace").first()).toBeVisible();
  await expect(page).toHaveURL(/\/settings\/profile$/);
});

test("a new object is in the drawer of another window at once, and its records can be made there", async ({ page }) => {
  await newWorkspace(page);
  const other = await page.context().newPage();
  await open(other, "/objects/companies");
  await newObject(page, "Project");
  await expect(page).toHaveURL(/\/settings\/objects\/projects$/);
  await expect(page.getByRole("heading", { name: "Projects" })).toBeVisible();

  await other.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Projects" }).click();
  await expect(other.getByText("Add your first Project")).toBeVisible();
  await stored(other, () => other.getByRole("link", { name: "New project" }).click(), "record_create");
  await editorOf(other, "Name").getByRole("textbox").fill("Apollo");
  await stored(other, () => other.keyboard.press("Enter"));
  await expect.poll(() => names(other)).toContain("Apollo");
});

test("API names follow the labels until they are typed; taken and reserved ones are said beside the input", async ({ page }) => {
  await newWorkspace(page);
  await open(page, "/settings/objects/new");
  await page.getByLabel("One record").fill("Résumé");
  await expect(page.getByLabel("Many records")).toHaveValue("Résumés");
  await expect(page.getByLabel("API name, one")).toHaveValue("resume");
  await expect(page.getByLabel("API name, many")).toHaveValue("resumes");
  await page.getByLabel("One record").fill("Event");
  await expect(page.getByLabel("API name, one")).toHaveValue("eventCustom");
  await page.getByLabel("One record").fill("Company");
  await expect(page.getByText("Companies is called that already.").first()).toBeVisible();
  await page.getByRole("switch", { name: "API names follow the labels" }).uncheck();
  await page.getByLabel("API name, one").fill("Firm Name");
  await expect(page.getByText(/camel case/)).toBeVisible();
  await page.getByLabel("API name, one").fill("firm");
  await page.getByLabel("API name, many").fill("firms");
  await stored(page, () => page.getByRole("button", { name: "Create object" }).click(), CHANGE);
  await expect(page).toHaveURL(/\/settings\/objects\/firms$/);
});

test("a select field: pasted lines, order by keys, a default; its column appears in an open table", async ({ page }) => {
  await newWorkspace(page);
  const other = await page.context().newPage();
  await open(other, "/objects/companies");
  await newField(page, "companies", "SELECT", "Phase");
  const labels = page.getByLabel("Label of the option");
  await labels.first().focus();
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData("text", "Lead\nTalks\nWon");
    document.activeElement?.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await expect(labels).toHaveCount(3);
  await page.getByRole("button", { name: /^Move: drag/ }).last().focus();
  await page.keyboard.press("ArrowUp");
  await expect.poll(() => labels.evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value))).toEqual(["Lead", "Won", "Talks"]);
  await page.getByRole("button", { name: "Make it the default" }).first().click();
  await expect(page.getByRole("complementary", { name: "Preview" }).getByText("Lead")).toBeVisible();
  await createField(page);

  await expect(other.getByRole("columnheader", { name: "Phase" })).toBeVisible();
  await stored(other, () => other.getByRole("link", { name: "New company" }).click(), "record_create");
  await editorOf(other, "Name").getByRole("textbox").fill("Fresh Ltd");
  await stored(other, () => other.keyboard.press("Enter"));
  await expect((await rowOf(other, "Fresh Ltd")).getByText("Lead")).toBeVisible();
});

test("an option that records hold is taken out only with an answer to what they get", async ({ page }) => {
  await newWorkspace(page);
  const stages = ["NEW", "SCREENING"];
  for (const [at, stage] of stages.entries()) await create(page, "opportunity", { name: `Deal ${at}`, stage });
  await open(page, "/settings/objects/opportunities/stage");
  const screening = page.locator(".option").nth(1);
  await expect(screening.getByLabel("Label of the option")).toHaveValue("Screening");
  await screening.getByRole("button", { name: "Take out" }).click();
  const question = page.getByRole("dialog");
  await expect(question.getByText(/records? holds? “Screening”/)).toBeVisible();
  await question.getByLabel("Instead").selectOption({ label: "Meeting" });
  await question.getByRole("button", { name: "Take out" }).click();
  await stored(page, () => page.getByRole("button", { name: "Save" }).click(), CHANGE);
  const list = await call<{ records: { name: string; stage: string }[] }>(page, "records_list", {
    query: { object: "opportunity", select: [{ field: "name" }, { field: "stage" }], limit: 50 },
  });
  expect(list.records.find((record) => record.name === "Deal 1")?.stage).toBe("MEETING");
  expect(list.records.find((record) => record.name === "Deal 0")?.stage).toBe("NEW");
});

test("a relation has a field on both sides", async ({ page }) => {
  await newWorkspace(page);
  await newObject(page, "Project");
  await open(page, "/settings/objects/projects/new-field/configure?type=RELATION");
  await page.getByRole("button", { name: "Choose", exact: true }).click();
  await page.getByRole("option", { name: "Companies" }).click();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Company");
  await createField(page);
  await expect(page.getByRole("row").filter({ hasText: "Belongs to one" }).getByRole("link", { name: "Companies" })).toBeVisible();
  await open(page, "/settings/objects/companies");
  await expect(page.getByRole("row").filter({ hasText: "Has many" }).filter({ hasText: "Projects" }).first()).toBeVisible();
});

test("deleting says what goes, and can be undone with all records", async ({ page }) => {
  await newWorkspace(page);
  await newObject(page, "Project");
  await create(page, "project", { name: "Apollo" });
  await open(page, "/settings/objects");
  await page.getByRole("button", { name: "Actions for Projects" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  const question = page.getByRole("dialog");
  await expect(question.getByText("1 record is lost with all its values.")).toBeVisible();
  await stored(page, () => question.getByRole("button", { name: "Delete" }).click(), CHANGE);
  await expect(page.getByRole("link", { name: "Projects" })).toHaveCount(0);
  await stored(page, () => page.getByRole("button", { name: "Undo" }).click(), "data_model_restore");
  await expect(page.getByRole("link", { name: "Projects" })).toBeVisible();
  await open(page, "/objects/projects");
  await expect.poll(() => names(page)).toContain("Apollo");
});

test("a deactivated object leaves the drawer and comes back with Undo", async ({ page }) => {
  await newWorkspace(page);
  const other = await page.context().newPage();
  await open(other, "/objects/companies");
  const drawer = other.getByRole("navigation", { name: "Main" });
  await open(page, "/settings/objects");
  await page.getByRole("button", { name: "Actions for Opportunities" }).click();
  await stored(page, () => page.getByRole("menuitem", { name: "Deactivate" }).click(), CHANGE);
  await expect(page.getByRole("table", { name: "Inactive objects" }).getByText("Opportunities")).toBeVisible();
  await expect(drawer.getByRole("link", { name: "Opportunities" })).toHaveCount(0);
  await stored(page, () => page.getByRole("button", { name: "Undo" }).click(), CHANGE);
  await expect(drawer.getByRole("link", { name: "Opportunities" })).toBeVisible();
});

test("a change elsewhere does not take an edit away", async ({ page }) => {
  await newWorkspace(page);
  const other = await page.context().newPage();
  await open(other, "/objects/companies");
  const editor = await edit(await rowOf(other, "Airbnb"), "Name");
  await editor.getByRole("textbox").fill("Airbnb I");
  await newField(page, "companies", "TEXT", "Motto");
  await createField(page);
  await newObject(page, "Project");
  await expect(other.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Projects" })).toBeVisible();
  await expect(editor.getByRole("textbox")).toHaveValue("Airbnb I");
  await stored(other, () => other.keyboard.press("Enter"));
  await expect.poll(() => names(other)).toContain("Airbnb I");
  await expect(other.getByRole("columnheader", { name: "Motto" })).toBeVisible();
});

test("the overview draws objects and relations and can be moved by keys", async ({ page }) => {
  await newWorkspace(page);
  await open(page, "/settings/objects/overview");
  const canvas = page.getByRole("group", { name: /^Data model/ });
  await expect(canvas.getByRole("link", { name: "Companies" })).toBeVisible();
  await expect(canvas.locator(".model-edge")).not.toHaveCount(0);
  const percent = page.locator(".model-percent");
  const before = await percent.textContent();
  await page.getByRole("button", { name: "Zoom in" }).click();
  await expect(percent).not.toHaveText(before ?? "");
  await canvas.focus();
  await page.keyboard.press("0");
  await expect(percent).toHaveText(before ?? "");
  await canvas.getByRole("link", { name: "Companies" }).click();
  await expect(page).toHaveURL(/\/settings\/objects\/companies$/);
});

test.describe("refusals", () => {
  test.use({ expectsRefusal: true });

  test("an unknown object or field says so", async ({ page }) => {
    await newWorkspace(page);
    const answer = await page.goto("/settings/objects/unicorns");
    expect(answer?.status()).toBe(404);
    await expect(page.getByText("This object does not exist")).toBeVisible();
    expect((await page.goto("/settings/objects/companies/horn"))?.status()).toBe(404);
    await hydrated(page);
  });

  test("a field cannot become unique while records share a value; the message names some", async ({ page }) => {
    await newWorkspace(page);
    await newField(page, "companies", "TEXT", "Code");
    await createField(page);
    for (const name of ["One", "Two"]) await create(page, "company", { name, code: "X" });
    await open(page, "/settings/objects/companies/code");
    await page.getByRole("switch", { name: "Unique" }).check();
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByRole("alert").filter({ hasText: "cannot be unique" })).toContainText(/One|Two/);
  });
});
