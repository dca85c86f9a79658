// Import and export: from a file to records and back, in light and dark, on a desk and on a phone.
import { expect, newWorkspace, open, test } from "./support";

const CSV = [
  "First Name,Surname,E-Mail,Occupation",
  "Grace,Hopper,grace@example.com,Admiral",
  "Nobody,Here,not an address,None",
  "Edsger,Dijkstra,edsger@example.com,Professor",
].join("\n");
const file = { name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(CSV) };

for (const [name, options] of Object.entries({
  "on a desk, light": { viewport: { width: 1280, height: 800 }, colorScheme: "light" as const },
  "on a phone, dark": { viewport: { width: 390, height: 844 }, colorScheme: "dark" as const },
})) {
  test.describe(name, () => {
    test.use(options);

    test("a file is matched, checked, imported and taken back", async ({ page }) => {
      await newWorkspace(page);
      await open(page, "/objects/people");
      await page.getByRole("button", { name: "Options" }).click();
      await page.getByRole("menuitem", { name: "Import" }).click();
      await expect(page.getByRole("heading", { name: "Import people" })).toBeVisible();
      await page.getByLabel("File to import").setInputFiles(file);

      const field = (header: string) => page.getByRole("combobox", { name: `Field for ${header}` });
      await expect(field("First Name")).toHaveValue("name.firstName");
      await expect(field("E-Mail")).toHaveValue("emails.primaryEmail");
      await expect(field("Occupation")).toHaveValue("");
      await expect(page.getByRole("group", { name: "Occupation" })).toContainText("Admiral");
      await field("Occupation").selectOption("jobTitle");
      const isWide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      expect(isWide, "nothing reaches beyond the screen").toBe(false);

      await page.getByRole("button", { name: "Check the file" }).click();
      await expect(page.getByText("would be new")).toBeVisible();
      await expect(page.getByRole("listitem").filter({ hasText: "Row 3, E-Mail" })).toContainText("email");

      await page.getByRole("button", { name: "Import", exact: true }).click();
      await expect(page.getByRole("heading", { name: "Imported" })).toBeVisible();
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("link", { name: "Download the refused rows" }).click(),
      ]);
      expect(download.suggestedFilename()).toBe("refused.csv");

      // The page can be left and come back to.
      await open(page, page.url());
      await expect(page.getByRole("heading", { name: "Imported" })).toBeVisible();
      await page.getByRole("link", { name: "Show people" }).click();
      await expect(page.getByText("Grace Hopper")).toBeVisible();
      await page.goBack();
      await page.getByRole("button", { name: "Take the import back" }).click();
      await expect(page.getByRole("heading", { name: "Taken back" })).toBeVisible();
      await open(page, "/objects/people?q=Hopper");
      await expect(page.getByText("Grace Hopper")).toHaveCount(0);
    });
  });
}

test("the view on screen comes out as a file", async ({ page }) => {
  await newWorkspace(page);
  await open(page, "/objects/companies?sort=-name&q=air");
  await page.getByRole("button", { name: "Options" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: "Export view" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("companies.csv");
  const stream = await download.createReadStream();
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  const [head, first] = Buffer.concat(parts).toString("utf8").split("\r\n");
  expect(head).toMatch(/^Name,/);
  expect(first).toMatch(/^Airbnb,/);
});
