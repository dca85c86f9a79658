// Record pages as a workspace lays them out, and what the command menu leads to.
import type { Page } from "@playwright/test";
import { create, expect, newWorkspace, open, test } from "./support";

// What the API answers is looked at as it comes.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Answer = any;

/** Asks the metadata API as the page's person. */
async function metadata(page: Page, query: string, variables: object = {}): Promise<Answer> {
  const answer = await (await page.request.post("/metadata", { data: { query, variables } })).json();
  expect(answer.errors, JSON.stringify(answer)).toBeUndefined();
  return answer.data;
}

const tabs = (page: Page) => page.getByRole("navigation", { name: "Tabs" }).getByRole("link");

test("tabs are called, ordered and left out as the page says, in open windows at once", async ({ page }) => {
  await newWorkspace(page);
  await open(page, `/object/company/${await create(page, "company", { name: "Acme" })}`);
  await expect(tabs(page)).toHaveText(["Timeline", "Tasks", "Notes", "Files"]);
  await tabs(page).filter({ hasText: "Notes" }).click();
  await expect(page).toHaveURL(/tab=notes/);

  const { getPageLayouts } = await metadata(page, "{ getPageLayouts { name tabs { id title } } }");
  const layout = getPageLayouts.find((one: Answer) => one.name === "Company Record Page");
  const id = (title: string): string => layout.tabs.find((tab: Answer) => tab.title === title).id;
  const rename = "mutation($id: String!, $i: UpdatePageLayoutTabInput!) { updatePageLayoutTab(id: $id, input: $i) { title } }";
  await metadata(page, rename, { id: id("Timeline"), i: { title: "History", position: 9 } });
  await expect(tabs(page)).toHaveText(["Tasks", "Notes", "Files", "History"]);
  await expect(tabs(page).filter({ hasText: "Notes" }), "the tab that was open stays").toHaveAttribute("aria-current", "true");
  await metadata(page, "mutation($id: String!) { destroyPageLayoutTab(id: $id) }", { id: id("Files") });
  await expect(tabs(page)).toHaveText(["Tasks", "Notes", "History"]);

  // The address follows from what a tab shows.
  await open(page, page.url().replace("tab=notes", "tab=timeline"));
  await expect(tabs(page).filter({ hasText: "History" })).toHaveAttribute("aria-current", "true");
  await metadata(page, "mutation($id: String!) { resetPageLayoutTabToDefault(id: $id) { id } }", { id: id("Files") });
  await expect(tabs(page)).toHaveText(["Tasks", "Notes", "Files", "History"]);
});

test("the command menu leads to objects under the name that was given to it", async ({ page }) => {
  await newWorkspace(page);
  await open(page, `/object/company/${await create(page, "company", { name: "Acme" })}`);
  const { commandMenuItems } = await metadata(page, "{ commandMenuItems { id label } }");
  const people = commandMenuItems.find((one: Answer) => one.label === "Go to People");
  const update = "mutation($i: UpdateCommandMenuItemInput!) { updateCommandMenuItem(input: $i) { id } }";
  await metadata(page, update, { i: { id: people.id, label: "Everybody we know" } });
  await page.keyboard.press("ControlOrMeta+k");
  await page.getByRole("option", { name: "Everybody we know" }).click();
  await expect(page).toHaveURL(/\/objects\/people/);
});
