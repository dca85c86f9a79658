// Without JavaScript: the data model is read, and changed by plain forms.
import { type Page } from "@playwright/test";
import { expect, newWorkspace, test } from "./support";

async function newField(page: Page, type: RegExp, name: string): Promise<void> {
  await page.getByRole("link", { name: "New field" }).click();
  await page.getByRole("link", { name: type }).click();
  await page.getByLabel("Name", { exact: true }).fill(name);
}

async function createField(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Create field" }).click();
}

function fields(page: Page) {
  return page.getByRole("table", { name: "Fields" });
}

async function newVoyage(page: Page): Promise<void> {
  await newWorkspace(page);
  await page.goto("/settings/objects");
  await page.getByRole("link", { name: "Add object" }).click();
  await page.getByLabel("One record").fill("Voyage");
  await page.getByLabel("Many records").fill("Voyages");
  await page.getByRole("button", { name: "Create object" }).click();
  await expect(page.getByRole("heading", { name: "Voyages" })).toBeVisible();
}

test("objects, fields, types and the overview are lists of links", async ({ page }) => {
  await newWorkspace(page);
  await page.goto("/settings/objects");
  await page.getByRole("link", { name: "Companies" }).click();
  await expect(fields(page).getByText("Domain Name").first()).toBeVisible();
  await page.getByRole("link", { name: "New field" }).click();
  await page.getByRole("link", { name: /^Multi-select/ }).click();
  await expect(page.getByRole("heading", { name: "New multi-select field" })).toBeVisible();
  await page.goto("/settings/objects/overview");
  await expect(page.getByRole("link", { name: "People" }).first()).toBeVisible();
});

test("an object with fields and a relation is made, and its records by their form", async ({ page }) => {
  await newVoyage(page);
  for (const [type, name] of [[/^Text/, "Port"], [/^Number/, "Days"], [/^Date A day/, "Departure"], [/^True/, "Booked"]] as const) {
    await newField(page, type, name);
    await createField(page);
    await expect(fields(page).getByText(name)).toBeVisible();
  }
  await newField(page, /^Select/, "Phase");
  await page.getByLabel("Options, one a line").fill("Planned\n\nUnder way");
  await createField(page);
  await newField(page, /^Relation Records of one/, "Operator");
  await page.getByRole("group", { name: "Object", exact: true }).getByLabel("Companies").check();
  await createField(page);
  await expect(fields(page).getByRole("row").filter({ hasText: "Operator" }).getByRole("link", { name: "Companies" })).toBeVisible();

  await page.goto("/objects/voyages/new");
  await page.getByLabel("Name", { exact: true }).fill("Beagle");
  await page.getByLabel("Port").fill("Plymouth");
  await page.getByLabel("Phase").selectOption("Under way");
  await page.getByLabel("Operator").selectOption({ label: "Airbnb" });
  await page.getByRole("button", { name: "Create" }).click();
  await expect(page.getByRole("heading", { name: "Beagle" })).toBeVisible();
  for (const text of ["Plymouth", "Under way", "Airbnb"]) await expect(page.getByText(text).first()).toBeVisible();
  // The fields are columns of its table.
  await page.goto("/objects/voyages");
  await expect(page.getByRole("columnheader").filter({ hasText: "Phase" })).toBeVisible();
});

test("a refused form says every reason and keeps what was typed", async ({ page }) => {
  await newVoyage(page);
  await newField(page, /^Text/, "Port");
  await createField(page);
  await newField(page, /^Select/, "Port");
  await page.getByLabel("Description").fill("Where it begins");
  await page.getByLabel("Options, one a line").fill("Calm\nRough, stormy");
  await page.getByLabel("Required").check();
  await createField(page);
  await expect(page.getByRole("alert").first()).toContainText(/Port|port/);
  await expect(page.getByRole("alert").first()).toContainText("comma");
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Port");
  await expect(page.getByLabel("Description")).toHaveValue("Where it begins");
  await expect(page.getByLabel("Required")).toBeChecked();
  await expect(page.getByLabel("Options, one a line")).toHaveValue("Calm\nRough stormy");

  await page.goto("/settings/objects/new");
  await page.getByLabel("One record").fill("Company");
  await page.getByLabel("Many records").fill("Companies");
  await page.getByRole("button", { name: "Create object" }).click();
  await expect(page.getByRole("alert").first()).toBeVisible();
  await expect(page.getByLabel("One record")).toHaveValue("Company");
});

test("a field is renamed, switched off, deleted and brought back with its values", async ({ page }) => {
  await newVoyage(page);
  await newField(page, /^Select/, "Phase");
  await page.getByLabel("Options, one a line").fill("Planned\nUnder way");
  await createField(page);
  await page.goto("/objects/voyages/new");
  await page.getByLabel("Name", { exact: true }).fill("Beagle");
  await page.getByLabel("Phase").selectOption("Planned");
  await page.getByRole("button", { name: "Create" }).click();
  await expect(page.getByRole("heading", { name: "Beagle" })).toBeVisible();

  await page.goto("/settings/objects/voyages/phase");
  await page.getByLabel("Name", { exact: true }).fill("Stage");
  await page.getByLabel("Option PLANNED").fill("Soon");
  await page.getByLabel("More options, one a line").fill("Over");
  await page.getByRole("button", { name: "Save" }).click();
  await fields(page).getByRole("link", { name: "Stage" }).click();
  await expect(page.getByLabel("Option OVER")).toHaveValue("Over");

  await page.getByRole("button", { name: "Deactivate" }).click();
  await expect(page.getByText("This field is inactive")).toBeVisible();
  await page.getByRole("button", { name: "Activate" }).click();
  await expect(page.getByText("This field is inactive")).toHaveCount(0);

  await page.getByRole("link", { name: "Delete field" }).click();
  await expect(page.getByText("1 record loses its value.")).toBeVisible();
  await page.getByRole("button", { name: "Delete" }).click();
  await expect(fields(page).getByText("Stage")).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(fields(page).getByText("Stage")).toBeVisible();
  await page.goto("/objects/voyages");
  await expect(page.getByRole("gridcell").filter({ hasText: "Soon" })).toBeVisible();
});

test("an object is renamed, switched off, deleted and brought back", async ({ page }) => {
  await newVoyage(page);
  await page.getByRole("tab", { name: "Settings" }).click();
  await page.getByLabel("One record").fill("Trip");
  await page.getByLabel("Many records").fill("Trips");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL(/\/settings\/objects\/trips\?tab=settings/);
  await page.getByRole("button", { name: "Deactivate" }).click();
  await expect(page.getByText("This object is inactive")).toBeVisible();
  await page.getByRole("button", { name: "Activate" }).click();
  await page.getByRole("link", { name: "Delete object" }).click();
  await expect(page.getByText("No records are lost: there are none.")).toBeVisible();
  await page.getByRole("button", { name: "Delete" }).click();
  const objects = page.getByRole("table", { name: "Objects", exact: true });
  await expect(objects).toBeVisible();
  await expect(objects.getByText("Trips")).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(objects.getByText("Trips")).toBeVisible();
});
