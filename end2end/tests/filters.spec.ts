// Filters of a table: chosen by field and operand, said in chips, part of the address, kept in views.
import { create, expect, names, newWorkspace, open, stored, test } from "./support";

const CHANGE = "data_model_change";

test.beforeEach(async ({ page }) => {
  await newWorkspace(page);
  for (const [name, amount, stage] of [["Small", 10, "NEW"], ["Middle", 20, "MEETING"], ["Large", 30, "NEW"]] as const) {
    const money = { amountMicros: amount * 1_000_000, currencyCode: "EUR" };
    await create(page, "opportunity", { name: `${name} parcel`, amount: money, stage });
  }
});

test("an option, a text and an amount; each is taken away by its chip", async ({ page }) => {
  await open(page, "/objects/opportunities?sort=name");
  const filter = page.getByRole("button", { name: "Filter", exact: true });
  const chips = page.getByRole("group", { name: "Filters" });
  await filter.click();
  await page.getByRole("option", { name: "Name" }).click();
  await page.getByPlaceholder("A text").fill("parcel");
  await page.keyboard.press("Enter");
  await expect.poll(() => names(page)).toEqual(["Large parcel", "Middle parcel", "Small parcel"]);
  await filter.click();
  await page.getByRole("option", { name: "Stage" }).click();
  await page.getByLabel("How").selectOption("is not");
  await page.getByRole("option", { name: "Meeting" }).click();
  await expect.poll(() => names(page)).toEqual(["Large parcel", "Small parcel"]);
  await page.keyboard.press("Escape");
  await filter.click();
  await page.getByRole("option", { name: "Amount" }).click();
  await page.getByPlaceholder("A number").fill("20");
  await page.getByRole("button", { name: "Apply" }).click();
  await expect.poll(() => names(page)).toEqual(["Large parcel"]);
  await expect(chips).toContainText("Name contains parcel");
  await expect(chips).toContainText("Stage is not Meeting");
  await expect(chips).toContainText("Amount is at least 20");

  // The address says all of it.
  await open(page, page.url());
  await expect.poll(() => names(page)).toEqual(["Large parcel"]);
  await page.getByRole("link", { name: "Remove the filter on Amount" }).click();
  await expect.poll(() => names(page)).toEqual(["Large parcel", "Small parcel"]);
  await page.getByRole("link", { name: "Reset" }).click();
  await expect(chips).toHaveCount(0);
});

test("a view keeps its filters, and gives them back with Undo", async ({ page }) => {
  await open(page, '/objects/opportunities?sort=name&filter[name][CONTAINS]=parcel&filter[stage][IS]=["MEETING"]');
  await expect.poll(() => names(page)).toEqual(["Middle parcel"]);
  // Everybody begins with the object's own view: nothing is kept there.
  await expect(page.getByRole("button", { name: "Keep in the view" })).toHaveCount(0);
  await page.getByRole("button", { name: "Options" }).click();
  await page.getByRole("menuitem", { name: "New view from this" }).click();
  await page.getByLabel("Name of the new view").fill("Meetings");
  await stored(page, () => page.getByRole("button", { name: "Create" }).click(), CHANGE);
  await expect(page).not.toHaveURL(/filter/);
  await expect.poll(() => names(page)).toEqual(["Middle parcel"]);
  await stored(page, () => page.getByRole("button", { name: "Remove the filter on Stage from the view" }).click(), CHANGE);
  await expect.poll(() => names(page)).toHaveLength(3);
  await stored(page, () => page.getByRole("button", { name: "Undo" }).click(), CHANGE);
  await expect.poll(() => names(page)).toEqual(["Middle parcel"]);
});

test("names are found by all their words, phones by their digits; the export keeps the same rows", async ({ page }) => {
  const people = [
    ["Ada", "Lovelace", "2079460123", "ada@engines.com"],
    ["Ada", "Palmer", "2079460999", "palmer@engines.com"],
  ] as const;
  for (const [firstName, lastName, number, mail] of people) {
    await create(page, "person", {
      name: { firstName, lastName },
      phones: {
        primaryPhoneNumber: number,
        primaryPhoneCountryCode: "GB",
        primaryPhoneCallingCode: "+44",
      },
      emails: { primaryEmail: mail, additionalEmails: [`second-${mail}`] },
    });
  }
  const shown = async (filters: string): Promise<string[]> => {
    await open(page, `/objects/people?sort=name&filter[emails][CONTAINS]=engines.com&${filters}`);
    return names(page);
  };
  expect(await shown("filter[name][CONTAINS]=Ada%20Lovelace")).toEqual(["Ada Lovelace"]);
  expect(await shown("filter[name][DOES_NOT_CONTAIN]=lovelace%20ada")).toEqual(["Ada Palmer"]);
  expect(await shown("filter[phones][CONTAINS]=(207)%20946-0123")).toEqual(["Ada Lovelace"]);
  await open(page, "/objects/people?filter[emails][CONTAINS]=second-palmer");
  expect(await names(page)).toEqual(["Ada Palmer"]);

  await page.getByRole("button", { name: "Options" }).click();
  await page.getByRole("menuitem", { name: "New view from this" }).click();
  await page.getByLabel("Name of the new view").fill("Second addresses");
  await stored(page, () => page.getByRole("button", { name: "Create" }).click(), CHANGE);
  await expect(page).toHaveURL(/viewId=/);
  const view = new URL(page.url()).searchParams.get("viewId");
  const file = await page.request.get(`/rest/exports/people?view=${view}&format=jsonl`);
  const lines = (await file.text()).trim().split("\n");
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain("Palmer");
});

test("an address that has become old is no error", async ({ page }) => {
  const shown = async (filter: string): Promise<string[]> => {
    await open(page, `/objects/opportunities?sort=name&filter[name][CONTAINS]=parcel&${filter}`);
    await expect(page.getByRole("alert")).toHaveCount(0);
    return names(page);
  };
  const all = ["Large parcel", "Middle parcel", "Small parcel"];
  expect(await shown('filter[stage][IS]=["GONE"]')).toEqual([]);
  expect(await shown('filter[stage][IS]=["GONE","MEETING"]')).toEqual(["Middle parcel"]);
  expect(await shown('filter[stage][IS_NOT]=["GONE"]')).toEqual(all);
  expect(await shown("filter[closeDate][IS_BEFORE]=2026-02-30")).toEqual(all);
  expect(await shown("filter[closeDate][IS_AFTER]=soon")).toEqual(all);
  expect(await shown("filter[amount][GREATER_THAN_OR_EQUAL]=lots")).toEqual(all);
});
