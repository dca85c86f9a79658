// Pages under load: none may depend on how requests fall together.
import { expect, newWorkspace, test } from "./support";

const ROUNDS = 6;
const AT_ONCE = 16;

test("many pages at once are all answered, each with its title", async ({ page }) => {
  await newWorkspace(page);
  const pages: Record<string, string> = {
    "/objects/companies": "Companies – Icosa",
    "/objects/people": "People – Icosa",
    "/settings/objects": "Data model – Icosa",
    "/objects/nothings": "Not found – Icosa",
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    const paths = Array.from({ length: AT_ONCE }, (_, at) => Object.keys(pages)[at % Object.keys(pages).length]);
    await Promise.all(
      paths.map(async (path) => {
        const answer = await page.request.get(path);
        expect(answer.status(), path).toBe(path.endsWith("nothings") ? 404 : 200);
        expect(await answer.text()).toContain(`<title>${pages[path]}</title>`);
      }),
    );
  }
});
