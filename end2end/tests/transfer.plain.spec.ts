// Importing without JavaScript: from a file to records and back by plain forms.
import { expect, test } from "@playwright/test";
import { newWorkspace } from "./support";

const CSV = [
  "First Name;Surname;E-Mail;Occupation",
  "Grace;Hopper;grace@example.com;Admiral",
  "Nobody;Here;not an address;None",
].join("\n");

test("a file is matched, checked, imported and taken back by forms", async ({ page }) => {
  await newWorkspace(page);
  await page.goto("/objects/people/import");
  await page.getByRole("button", { name: "Upload" }).click();
  await expect(page.getByRole("status")).toContainText("choose a file");
  await page.getByLabel("File to import").setInputFiles({ name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(CSV) });
  await page.getByRole("button", { name: "Upload" }).click();

  const field = (header: string) => page.getByRole("combobox", { name: `Field for ${header}` });
  await expect(field("First Name")).toHaveValue("name.firstName");
  await expect(page.getByRole("group", { name: "Occupation" })).toContainText("Admiral");
  // Two columns cannot go to one field: the form comes back with what was chosen.
  await field("Occupation").selectOption("name.lastName");
  await page.getByRole("button", { name: "Check the file" }).click();
  await expect(page.getByRole("status").first()).toBeVisible();
  await expect(field("Occupation")).toHaveValue("name.lastName");
  await field("Occupation").selectOption("jobTitle");
  await page.getByLabel("Between values").selectOption(";");
  await page.getByRole("button", { name: "Check the file" }).click();
  await settled("would be new");
  await expect(page.getByRole("listitem").filter({ hasText: "Row 3, E-Mail" })).toContainText("email");
  await expect(field("Occupation")).toHaveValue("jobTitle");

  await page.getByRole("button", { name: "Import", exact: true }).click();
  await settled("Show people");
  await expect(page.getByRole("heading", { name: "Imported" })).toBeVisible();
  const address = page.url();
  await page.getByRole("link", { name: "Show people" }).click();
  await expect(page.getByText("Grace Hopper")).toBeVisible();
  await page.goto(address);
  await page.getByRole("button", { name: "Take the import back" }).click();
  await settled("Taken back");
  await page.goto("/objects/people/import");
  await expect(page.getByRole("link", { name: /people\.csv/ })).toContainText("taken back");

  /** Looks again, as the page offers, until the work has come to its end. */
  async function settled(text: string): Promise<void> {
    await expect(async () => {
      const again = page.getByRole("link", { name: "Look again" });
      if (await again.isVisible()) await again.click();
      // What has been counted so far is told before the end, too.
      await expect(again).toBeHidden({ timeout: 500 });
      await expect(page.getByText(text).first()).toBeVisible({ timeout: 500 });
    }).toPass();
  }
});
