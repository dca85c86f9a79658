// Filters of every make: a table keeps the rows that an export of the same view keeps, says them in chips, follows changes.
import type { Page } from "@playwright/test";
import { call, create, expect, names, newWorkspace, open, stored, test } from "./support";

const DAY = 86_400_000;

const euros = (amount: number): object => ({ amountMicros: amount * 1_000_000, currencyCode: "EUR" });

/** Asks the metadata API as the page's person. */
async function ask(page: Page, query: string, variables: object = {}): Promise<Record<string, any>> {
  const answer = await (await page.request.post("/metadata", { data: { query, variables } })).json();
  expect(answer.errors, JSON.stringify(answer.errors)).toBeUndefined();
  return answer.data;
}

/** Ids of an object and of its fields, by name. */
async function ids(page: Page, object: string): Promise<{ id: string; fields: Record<string, string> }> {
  const query = "{ objects(paging: { first: 200 }) { edges { node { id nameSingular fieldsList { id name } } } } }";
  const edges: { node: { id: string; nameSingular: string; fieldsList: { id: string; name: string }[] } }[] =
    (await ask(page, query)).objects.edges;
  const found = edges.find(({ node }) => node.nameSingular === object)!.node;
  return { id: found.id, fields: Object.fromEntries(found.fieldsList.map(({ id, name }) => [name, id])) };
}

/** A view of opportunities with a text, a span, a field of related records and a group. */
async function demandingView(page: Page): Promise<string> {
  const [deal, company] = [await ids(page, "opportunity"), await ids(page, "company")];
  const make = "mutation($i: CreateViewInput!) { createView(input: $i) { id } }";
  const input = { name: "Demanding", icon: "IconList", objectMetadataId: deal.id, anyFieldFilterValue: "parcel" };
  const viewId: string = (await ask(page, make, { i: input })).createView.id;
  const filter = (fieldMetadataId: string | undefined, operand: string, value: string, more: object = {}) =>
    ask(page, "mutation($i: CreateViewFilterInput!) { createViewFilter(input: $i) { id } }", {
      i: { viewId, fieldMetadataId, operand, value, ...more },
    });
  await filter(deal.fields.closeDate, "IS_RELATIVE", "PAST_30_DAY");
  const relationTargetFieldMetadataId = company.fields.annualRevenue;
  await filter(deal.fields.company, "GREATER_THAN_OR_EQUAL", "50", { relationTargetFieldMetadataId });
  const group = "mutation($i: CreateViewFilterGroupInput!) { createViewFilterGroup(input: $i) { id } }";
  const viewFilterGroupId = (await ask(page, group, { i: { viewId, logicalOperator: "OR" } })).createViewFilterGroup.id;
  await filter(deal.fields.stage, "IS", '["NEW"]', { viewFilterGroupId });
  await filter(deal.fields.name, "CONTAINS", "second", { viewFilterGroupId });
  return viewId;
}

/** Deals of which the view above keeps two; answers the id of their company. */
async function deals(page: Page): Promise<string> {
  const large = await create(page, "company", { name: "Large", annualRevenue: euros(80) });
  const small = await create(page, "company", { name: "Small", annualRevenue: euros(8) });
  const day = (ago: number): string => new Date(Date.now() - ago * DAY).toISOString();
  for (const [name, stage, ago, companyId] of [
    ["First parcel", "NEW", 3, large], ["Second parcel", "MEETING", 3, large], ["Third parcel", "MEETING", 3, large],
    ["Old parcel", "NEW", 90, large], ["Small parcel", "NEW", 3, small], ["New letter", "NEW", 3, large],
  ] as const) {
    await create(page, "opportunity", { name, stage, closeDate: day(ago), companyId });
  }
  return large;
}

test("groups, spans, related records and a text keep the rows that the export keeps, and follow changes", async ({ page }) => {
  await newWorkspace(page);
  const company = await deals(page);
  const view = await demandingView(page);
  await open(page, `/objects/opportunities?viewId=${view}&sort=name`);
  await expect.poll(() => names(page)).toEqual(["First parcel", "Second parcel"]);
  await expect(page.getByTestId("total")).toHaveText("2");
  const file = await page.request.get(`/rest/record-exports/opportunities?view=${view}&sort=name&format=jsonl&fields=name`);
  const lines = (await file.text()).trim().split("\n").map((line) => JSON.parse(line).name);
  expect(lines).toEqual(["First parcel", "Second parcel"]);

  const chips = page.getByRole("group", { name: "Filters" });
  await expect(chips).toContainText("Close date is in the past 30 days");
  await expect(chips).toContainText(/Company › .* is at least 50/);
  await expect(chips).toContainText("Any field contains parcel");
  await expect(chips).not.toContainText("Stage");
  await chips.getByRole("button", { name: "Advanced filter · 2 rules" }).click();
  const rules = page.getByRole("dialog", { name: "Advanced filter" });
  await expect(rules).toContainText("One of these holds:");
  await expect(rules).toContainText("Stage is New");
  await expect(rules).toContainText("Name contains second");
  await page.keyboard.press("Escape");

  // The group goes and comes back as a whole.
  await stored(page, () => chips.getByRole("button", { name: "Remove the advanced filter from the view" }).click(), "data_model_change");
  await expect.poll(() => names(page)).toEqual(["First parcel", "Second parcel", "Third parcel"]);
  await stored(page, () => page.getByRole("button", { name: "Undo" }).click(), "data_model_change");
  await expect.poll(() => names(page)).toEqual(["First parcel", "Second parcel"]);

  // A colleague changes what a filter looks at through a relation.
  await call(page, "record_update", { request: { object: "company", id: company, values: { annualRevenue: euros(20) } } });
  await expect.poll(() => names(page)).toEqual([]);
  await expect(page.getByTestId("total")).toHaveText("0");
});

test("a relation is filtered by records, and by whoever looks", async ({ page }) => {
  await newWorkspace(page);
  await open(page, "/objects/people?sort=name");
  const filter = page.getByRole("button", { name: "Filter", exact: true });
  const chips = page.getByRole("group", { name: "Filters" });
  await filter.click();
  await page.getByRole("option", { name: "Company", exact: true }).click();
  await page.getByRole("combobox", { name: "Search companies" }).fill("air");
  await page.getByRole("option", { name: "Airbnb" }).click();
  await expect(chips).toContainText("Company is Airbnb");
  await expect.poll(() => names(page)).toEqual(["Brian Chesky"]);
  await page.getByRole("combobox", { name: "Search companies" }).fill("figma");
  await page.getByRole("option", { name: "Figma" }).click();
  await expect.poll(() => names(page)).toEqual(["Brian Chesky", "Dylan Field"]);
  await page.getByLabel("How").selectOption("is not");
  await expect.poll(() => names(page)).not.toContain("Brian Chesky");
  await page.keyboard.press("Escape");
  // The address says all of it, and the menu knows what was chosen.
  await open(page, page.url());
  await expect(chips).toContainText("Company is not Airbnb, Figma");
  await filter.click();
  await page.getByRole("option", { name: "Company", exact: true }).click();
  await expect(page.getByRole("option", { name: "Figma" })).toHaveAttribute("aria-selected", "true");
  await page.getByRole("option", { name: "Figma" }).click();
  await expect(chips).toContainText("Company is not Airbnb");
  await page.keyboard.press("Escape");

  const search = { request: { objects: ["workspaceMember"], text: "", limit: 1 } };
  const [me] = await call<{ id: string }[]>(page, "records_search", search);
  await create(page, "company", { name: "Mine", accountOwnerId: me!.id });
  await open(page, "/objects/companies");
  await filter.click();
  await page.getByRole("option", { name: "Account Owner" }).click();
  await page.getByRole("option", { name: "Me", exact: true }).click();
  await expect(chips).toContainText("Account Owner is Me");
  await expect.poll(() => names(page)).toEqual(["Mine"]);
});

test("a value without a list is shown in the menu, and the export has the filters of the address", async ({ page }) => {
  await newWorkspace(page);
  await deals(page);
  await open(page, "/objects/opportunities?sort=name&filter[stage][IS]=MEETING&filter[name][CONTAINS]=parcel");
  await expect.poll(() => names(page)).toEqual(["Second parcel", "Third parcel"]);
  await expect(page.getByRole("group", { name: "Filters" })).toContainText("Stage is Meeting");
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await page.getByRole("option", { name: "Stage" }).click();
  await expect(page.getByRole("option", { name: "Meeting" })).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Options" }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: "Export view" }).click();
  const stream = await (await download).createReadStream();
  let text = "";
  for await (const chunk of stream) text += String(chunk);
  const lines = text.trim().split(/\r?\n/).slice(1);
  expect(lines).toHaveLength(2);
  expect(lines[0]).toContain("Second parcel");
  expect(lines[1]).toContain("Third parcel");
});

test("Back takes a filter away and leaves the record open; the keys come back to the row", async ({ page }) => {
  await newWorkspace(page);
  await deals(page);
  await open(page, "/objects/opportunities?sort=name");
  const panel = page.getByRole("complementary", { name: "Open record" });
  const all = await names(page);
  await page.getByRole("link", { name: "Second parcel" }).click();
  await expect(panel).toBeVisible();
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await page.getByRole("option", { name: "Name" }).click();
  await page.getByPlaceholder("A text").fill("third");
  await page.keyboard.press("Enter");
  await expect.poll(() => names(page)).toEqual(["Third parcel"]);
  await expect(panel.getByRole("heading", { name: "Second parcel" })).toBeVisible();
  await expect(page).toHaveURL(/filter.*open=/);
  await page.goBack();
  await expect.poll(() => names(page)).toEqual(all);
  await expect(panel.getByRole("heading", { name: "Second parcel" })).toBeVisible();
  await page.goBack();
  await expect(panel).toBeHidden();
  await expect(page).toHaveURL(/\/objects\/opportunities\?sort=name$/);

  // From the keyboard: the cell that was left has it again.
  await page.getByRole("link", { name: "Second parcel" }).click();
  await expect(panel).toBeFocused();
  await page.goBack();
  await expect(panel).toBeHidden();
  await expect(page.getByRole("grid")).toBeFocused();
  const row = page.locator("[data-row]", { hasText: "Second parcel" });
  await expect(page.getByRole("grid")).toHaveAttribute("aria-activedescendant", (await row.locator('[data-column="0"]').getAttribute("id"))!);
  await page.keyboard.press("ArrowDown");
  const next = page.locator("[data-row]", { hasText: "Small parcel" });
  await expect(page.getByRole("grid")).toHaveAttribute("aria-activedescendant", (await next.locator('[data-column="0"]').getAttribute("id"))!);
});
