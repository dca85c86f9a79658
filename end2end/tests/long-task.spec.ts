// Work on a large table that went wrong again and again says so in the settings, and goes on when it is told to.
import type { Page } from "@playwright/test";
import { sql } from "../server";
import { expect, newWorkspace, open, test } from "./support";

/** Enough for a table to be large: records follow a change of options after it, by a job. */
const ROWS = 20_500;

async function metadata(page: Page, query: string, variables: object): Promise<Record<string, any>> {
  const answer = await (await page.request.post("/metadata", { data: { query, variables } })).json();
  expect(answer.errors, JSON.stringify(answer.errors)).toBeUndefined();
  return answer.data;
}

const option = (value: string, position: number, id?: string) => ({ id, value, label: value, color: "blue", position });

/** The schema of a workspace. */
const schemaOf = (workspace: string) => `workspace_${BigInt(`0x${workspace.replaceAll("-", "")}`).toString(36)}`;

test("options that could not leave all records are tried again from the page", async ({ page }) => {
  await newWorkspace(page);
  const objects = await metadata(page, "{ objects(paging: { first: 200 }) { edges { node { id nameSingular } } } getViews { workspaceId } }", {});
  const company = objects.objects.edges.find(({ node }: any) => node.nameSingular === "company").node.id;
  const workspace: string = objects.getViews[0].workspaceId;
  const table = `"${schemaOf(workspace)}"."company"`;
  const field = { objectMetadataId: company, type: "SELECT", name: "phase", label: "Phase", options: [option("TALKS", 0), option("LOST", 1)] };
  const made = await metadata(page, "mutation($f: CreateFieldInput!) { createOneField(input: { field: $f }) { id options } }", { f: field });
  sql(`INSERT INTO ${table} ("name", "phase") SELECT 'Company ' || n, 'LOST' FROM generate_series(1, ${ROWS}) n; ANALYZE ${table}`);

  // Nothing can be written to the records from here on.
  sql(`CREATE FUNCTION "${schemaOf(workspace)}".refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'refused'; END $$;
       CREATE TRIGGER refuse BEFORE UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION "${schemaOf(workspace)}".refuse()`);
  const [talks] = made.createOneField.options;
  await metadata(page, "mutation($id: UUID!, $u: UpdateFieldInput!) { updateOneField(input: { id: $id, update: $u }) { id } }", {
    id: made.createOneField.id,
    u: { options: [talks] },
  });
  await open(page, "/settings/objects/companies");
  await expect(page.getByText("Records are getting the new options of Phase")).toBeVisible();
  // Its pauses grow to hours: the last attempt is made now.
  await expect
    .poll(
      () => {
        sql(`UPDATE graphile_worker._private_jobs SET attempts = max_attempts - 1, run_at = now()
             WHERE key LIKE 'build-index:${workspace}:%' AND attempts BETWEEN 1 AND max_attempts - 2 AND locked_at IS NULL`);
        return sql(`SELECT status FROM core."dataModelTask" WHERE "workspaceId" = '${workspace}'`);
      },
      { timeout: 60_000 },
    )
    .toBe("FAILED");
  const told = page.getByText(/new options of Phase\. It failed again and again/);
  await expect(told).toBeVisible();

  sql(`DROP TRIGGER refuse ON ${table}`);
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(told).toBeHidden();
  await expect(page.getByText("Records are getting the new options of Phase")).toBeHidden({ timeout: 60_000 });
  expect(sql(`SELECT count(*) FROM ${table} WHERE "phase" IS NULL AND "name" LIKE 'Company %'`)).toBe(String(ROWS));
  expect(sql(`SELECT count(*) FROM core."dataModelTask" WHERE "workspaceId" = '${workspace}'`)).toBe("0");
});
