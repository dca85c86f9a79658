// Editing in a table with the pointer: every type of value, rows that come and go, sorting, filtering, widths.
import type { Page } from "@playwright/test";
import { cellOf, create, edit, editorOf, expect, names, newWorkspace, open, pick, rowOf, stored, test } from "./support";

test.beforeEach(async ({ page }) => newWorkspace(page).then(() => undefined));

/** What a cell shows at once is what it shows after the page is loaded anew. */
async function kept(page: Page, name: string, column: string, text: string | RegExp): Promise<void> {
  await expect(await cellOf(await rowOf(page, name), column)).toHaveText(text);
  await open(page, page.url());
  await expect(await cellOf(await rowOf(page, name), column)).toHaveText(text);
}

test("a text", async ({ page }) => {
  await open(page, "/objects/people");
  const editor = await edit(await rowOf(page, "Brian Chesky"), "Job Title");
  await editor.getByRole("textbox").fill("Chief Host");
  await stored(page, () => page.keyboard.press("Enter"));
  await kept(page, "Brian Chesky", "Job Title", "Chief Host");
});

test("a full name", async ({ page }) => {
  await open(page, "/objects/people");
  const editor = await edit(await rowOf(page, "Dario Amodei"), "Name");
  await editor.getByLabel("First name").fill("Daria");
  await page.keyboard.press("Tab");
  await expect(editor.getByLabel("Last name")).toBeFocused();
  await editor.getByLabel("Last name").fill("Amadei");
  await stored(page, () => page.keyboard.press("Enter"));
  await kept(page, "Daria Amadei", "Name", /Daria Amadei/);
});

test("an e-mail address", async ({ page }) => {
  await open(page, "/objects/people");
  const editor = await edit(await rowOf(page, "Brian Chesky"), "Emails");
  await expect(editor.getByRole("textbox")).toHaveValue("chesky@airbnb.com");
  await editor.getByRole("textbox").fill("Brian@Example.com");
  await stored(page, () => page.keyboard.press("Enter"));
  await kept(page, "Brian Chesky", "Emails", "brian@example.com");
});

test("a phone number", async ({ page }) => {
  await open(page, "/objects/people");
  const editor = await edit(await rowOf(page, "Brian Chesky"), "Phones");
  await editor.getByRole("textbox").fill("+33 6 12 34 56 78");
  await stored(page, () => page.keyboard.press("Tab"));
  await kept(page, "Brian Chesky", "Phones", /^\+33\s?6\s?12\s?34\s?56\s?78$/);
  const link = (await cellOf(await rowOf(page, "Brian Chesky"), "Phones")).getByRole("link");
  await expect(link).toHaveAttribute("href", "tel:+33612345678");
});

test("links, an address", async ({ page }) => {
  await open(page, "/objects/companies");
  const link = await edit(await rowOf(page, "Stripe"), "Linkedin");
  await link.getByRole("textbox").fill("https://www.linkedin.com/company/stripe");
  await stored(page, () => page.keyboard.press("Tab"));
  await kept(page, "Stripe", "Linkedin", /stripe/);
  const address = await edit(await rowOf(page, "Stripe"), "Address");
  await address.getByRole("textbox", { name: "Address 1" }).fill("1 Grand Canal St");
  await address.getByRole("textbox", { name: "City" }).fill("Cork");
  await address.getByRole("textbox", { name: "Post code" }).fill("T12");
  await address.getByRole("combobox").selectOption("France");
  await stored(page, () => page.keyboard.press("Enter"));
  await kept(page, "Stripe", "Address", /1 Grand Canal St.*Cork.*T12.*France/);
});

test("an amount of money", async ({ page }) => {
  await open(page, "/objects/opportunities");
  const editor = await edit(await rowOf(page, "Design Partnership"), "Amount");
  await editor.getByLabel("Currency").selectOption("EUR");
  await editor.getByLabel("Amount").fill("1234.5");
  await stored(page, () => page.keyboard.press("Enter"));
  const shown = await (await cellOf(await rowOf(page, "Design Partnership"), "Amount")).textContent();
  await kept(page, "Design Partnership", "Amount", shown ?? "");
  const again = await edit(await rowOf(page, "Design Partnership"), "Amount");
  await expect(again.getByLabel("Currency")).toHaveValue("EUR");
  await expect(again.getByLabel("Amount")).toHaveValue(/^1,?234\.50?$/);
});

test("a date and time, and none", async ({ page }) => {
  await open(page, "/objects/opportunities");
  const editor = await edit(await rowOf(page, "Platform Migration"), "Close date");
  await editor.getByLabel("Close date").fill("2027-03-04T15:30");
  await stored(page, () => page.keyboard.press("Enter"));
  await open(page, "/objects/opportunities");
  const again = await edit(await rowOf(page, "Platform Migration"), "Close date");
  await expect(again.getByLabel("Close date")).toHaveValue(/^(Mar 4, 2027|4 Mar 2027|2027 Mar 4),? 15:30/);
  await again.getByRole("button", { name: "No date" }).click();
  await stored(page, () => page.getByRole("heading", { name: "Opportunities" }).click());
  await kept(page, "Platform Migration", "Close date", "");
});

test("a choice", async ({ page }) => {
  await create(page, "task", { title: "Call back" });
  await open(page, "/objects/tasks");
  const editor = await edit(await rowOf(page, "Call back"), "Status");
  await expect(editor.getByRole("option", { name: "To do" })).toHaveAttribute("aria-selected", "true");
  await stored(page, () => editor.getByRole("option", { name: "In progress" }).click());
  await kept(page, "Call back", "Status", "In progress");
});

test("a related record, found by typing", async ({ page }) => {
  await open(page, "/objects/people");
  const company = await edit(await rowOf(page, "Ivan Zhao"), "Company");
  await stored(page, () => pick(company, "fig", "Figma"));
  await kept(page, "Ivan Zhao", "Company", /Figma/);
  await open(page, "/objects/opportunities");
  const contact = await edit(await rowOf(page, "Design Partnership"), "Point of Contact");
  await stored(page, () => pick(contact, "ivan", "Ivan Zhao"));
  await kept(page, "Design Partnership", "Point of Contact", /Ivan Zhao/);
});

test("no related record, and one made while picking", async ({ page }) => {
  await open(page, "/objects/people");
  const company = await edit(await rowOf(page, "Ivan Zhao"), "Company");
  await stored(page, () => company.getByRole("option", { name: "No company" }).click());
  await kept(page, "Ivan Zhao", "Company", "");
  const again = await edit(await rowOf(page, "Ivan Zhao"), "Company");
  await again.getByRole("combobox").fill("Fresh Ltd");
  await stored(page, () => again.getByRole("option", { name: /Create/ }).click());
  await kept(page, "Ivan Zhao", "Company", /Fresh Ltd/);
});

test("a task's assignee and what it is about", async ({ page }) => {
  await create(page, "task", { title: "Call back" });
  await open(page, "/objects/tasks");
  const assignee = await edit(await rowOf(page, "Call back"), "Assignee");
  await stored(page, () => pick(assignee, "ada", "Ada Lovelace"));
  await kept(page, "Call back", "Assignee", /Ada Lovelace/);
  const targets = await edit(await rowOf(page, "Call back"), "Relations");
  await stored(page, () => pick(targets, "strip", "Stripe"), "record_create");
  await stored(page, () => pick(targets, "chesky", "Brian Chesky"), "record_create");
  await page.keyboard.press("Escape");
  await kept(page, "Call back", "Relations", /Stripe.*Brian Chesky|Brian Chesky.*Stripe/);
  const again = await edit(await rowOf(page, "Call back"), "Relations");
  await stored(page, () => pick(again, "strip", "Stripe"), "records_destroy");
  await page.keyboard.press("Tab");
  await kept(page, "Call back", "Relations", /^(?!.*Stripe).*Brian Chesky/);
});

test("a new row", async ({ page }) => {
  await open(page, "/objects/companies");
  await stored(page, () => page.getByRole("link", { name: "New company" }).click(), "record_create");
  const editor = editorOf(page, "Name");
  await editor.getByRole("textbox").fill("Fresh Ltd");
  await stored(page, () => page.keyboard.press("Enter"));
  await expect(page.getByTestId("total")).toHaveText("6");
  await open(page, "/objects/companies");
  await expect.poll(() => names(page)).toEqual(["Fresh Ltd", "Airbnb", "Anthropic", "Stripe", "Figma", "Notion"]);
});

test("selected rows are deleted, and brought back by the message's button", async ({ page }) => {
  await open(page, "/objects/companies");
  for (const name of ["Airbnb", "Figma"]) {
    await (await rowOf(page, name)).getByRole("checkbox").check();
  }
  const bar = page.getByRole("toolbar", { name: "Selected records" });
  await expect(bar).toContainText("2 selected");
  await stored(page, () => bar.getByRole("button", { name: "Delete" }).click(), "records_delete");
  await expect.poll(() => names(page)).toEqual(["Anthropic", "Stripe", "Notion"]);
  await expect(page.getByTestId("total")).toHaveText("3");
  const toast = page.getByRole("status").filter({ hasText: "2 companies deleted." });
  await stored(page, () => toast.getByRole("button", { name: "Undo" }).click(), "records_restore");
  await expect(page.getByTestId("total")).toHaveText("5");
  await expect.poll(() => names(page)).toEqual(["Airbnb", "Anthropic", "Stripe", "Figma", "Notion"]);
});

test("selecting all and deleting leaves an empty table", async ({ page }) => {
  await open(page, "/objects/people");
  await page.getByRole("checkbox", { name: "Select all" }).check();
  const bar = page.getByRole("toolbar", { name: "Selected records" });
  await stored(page, () => bar.getByRole("button", { name: "Delete" }).click(), "records_delete");
  await expect(page.getByTestId("total")).toHaveText("0");
  await open(page, "/objects/people");
  await expect(page.getByTestId("total")).toHaveText("0");
});

test("a head sorts one way, then the other", async ({ page }) => {
  await open(page, "/objects/companies");
  const head = page.getByRole("columnheader").filter({ has: page.getByTitle("Name", { exact: true }) });
  await head.getByRole("link").click();
  await expect(head).toHaveAttribute("aria-sort", "ascending");
  await expect.poll(() => names(page)).toEqual(["Airbnb", "Anthropic", "Figma", "Notion", "Stripe"]);
  await head.getByRole("link").click();
  await expect(head).toHaveAttribute("aria-sort", "descending");
  await expect.poll(() => names(page)).toEqual(["Stripe", "Notion", "Figma", "Anthropic", "Airbnb"]);
  await page.getByRole("link", { name: "Clear sort" }).click();
  await expect.poll(() => names(page)).toEqual(["Airbnb", "Anthropic", "Stripe", "Figma", "Notion"]);
});

test("the filter follows what is typed, and the address", async ({ page }) => {
  await open(page, "/objects/companies");
  const filter = page.getByRole("searchbox", { name: "Find in list" });
  await filter.pressSequentially("otio");
  await expect.poll(() => names(page)).toEqual(["Notion"]);
  await expect(page.getByTestId("total")).toHaveText("1");
  await expect(page).toHaveURL(/q=otio/);
  await open(page, page.url());
  await expect(filter).toHaveValue("otio");
  await filter.fill("no such name");
  await expect(page.getByTestId("total")).toHaveText("0");
  await filter.fill("");
  await expect(page.getByTestId("total")).toHaveText("5");
});

test("refused values say why, and the old ones stay", async ({ page }) => {
  await open(page, "/objects/people");
  const refused: [string, string, string][] = [
    ["Emails", "not an address", "chesky@airbnb.com"],
    ["Phones", "call me", "+1 123 456 789"],
  ];
  for (const [column, typed, before] of refused) {
    const editor = await edit(await rowOf(page, "Brian Chesky"), column);
    await editor.getByRole("textbox").fill(typed);
    await page.keyboard.press("Enter");
    await expect(editor.getByRole("alert")).not.toBeEmpty();
    await page.keyboard.press("Escape");
    await expect(editor).toHaveCount(0);
    await kept(page, "Brian Chesky", column, before);
  }
  const left = await edit(await rowOf(page, "Brian Chesky"), "Emails");
  await left.getByRole("textbox").fill("not an address");
  await page.getByRole("heading", { name: "People" }).click();
  await expect(page.getByRole("region", { name: "Notifications" }).getByRole("alert")).toBeVisible();
  await kept(page, "Brian Chesky", "Emails", "chesky@airbnb.com");
});

test.describe("the server knows more than the page", () => {
  test.use({ expectsRefusal: true });

  test("a number that exists nowhere is shown, refused, and taken back", async ({ page }) => {
    await open(page, "/objects/people");
    const editor = await edit(await rowOf(page, "Brian Chesky"), "Phones");
    await editor.getByRole("textbox").fill("12");
    const answer = page.waitForResponse((response) => response.url().endsWith("/rpc/record_update"));
    await page.keyboard.press("Enter");
    expect((await answer).status()).toBe(400);
    await expect(page.getByRole("region", { name: "Notifications" }).getByRole("alert")).toContainText("12");
    await kept(page, "Brian Chesky", "Phones", "+1 123 456 789");
  });
});

test("a column made wider stays so", async ({ page }) => {
  await open(page, "/objects/companies");
  const grip = page.getByRole("separator", { name: "Width of Account Owner" });
  const before = Number(await grip.getAttribute("aria-valuenow"));
  const box = (await grip.boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + 70, box.y + box.height / 2, { steps: 4 });
  await stored(page, () => page.mouse.up(), "data_model_change");
  await expect(grip).toHaveAttribute("aria-valuenow", String(before + 70));
  await open(page, "/objects/companies");
  await expect(grip).toHaveAttribute("aria-valuenow", String(before + 70));
});
