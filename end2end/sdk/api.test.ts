// `icosa api` against a running server: what people and scripts type.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { binary, freePort, icosa, newDataDir, newKey, start, type Running } from "../server";

const dataDir = newDataDir();
let server: Running;
let token: string;

before(async () => {
  icosa(dataDir, "seed", "--demo");
  server = await start(dataDir);
  token = newKey(dataDir, "Script");
});

after(async () => {
  await server?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

interface Outcome {
  code: number;
  out: string;
  error: string;
}

function run(args: string[], { input = "", env = {} }: { input?: string; env?: Record<string, string> } = {}): Outcome {
  const all = { ...process.env, ICOSA_URL: server.url, ICOSA_TOKEN: token, ...env };
  const { status, stdout, stderr } = spawnSync(binary, ["api", ...args], { cwd: dataDir, env: all, input, encoding: "utf8" });
  return { code: status ?? -1, out: stdout, error: stderr };
}

function good(args: string[], more: object = {}): string {
  const outcome = run(args, more);
  assert.equal(outcome.code, 0, `${args.join(" ")}\n${outcome.error}`);
  return outcome.out;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Answer = any;
const json = (args: string[], more: object = {}): Answer => JSON.parse(good(args, more));

test("records are made, listed, shown, changed, deleted and brought back", () => {
  const made = json(["create", "companies", '{"name": "Zenith Labs", "domainName": {"primaryLinkUrl": "https://zenith.test"}}']);
  assert.equal(made.name, "Zenith Labs");
  const person = json(["create", "people", "-"], {
    input: JSON.stringify({ name: { firstName: "Ann", lastName: "Zed" }, companyId: made.id }),
  });
  assert.equal(json(["get", "people", person.id]).name.lastName, "Zed");
  const fields = "name.lastName,company.name";
  assert.deepEqual(json(["get", "people", person.id, "--fields", fields]), {
    id: person.id,
    name: { lastName: "Zed" },
    company: { name: "Zenith Labs" },
  });
  assert.equal(json(["update", "people", person.id, '{"jobTitle": "CTO"}']).jobTitle, "CTO");
  const filters = ["jobTitle[eq]:CTO,name.lastName[ilike]:%zed%", '{"name": {"lastName": {"eq": "Zed"}}}'];
  for (const filter of filters) {
    const found = json(["list", "people", "--filter", filter, "--format", "json", "--fields", fields]);
    assert.deepEqual(found, [{ id: person.id, name: { lastName: "Zed" }, company: { name: "Zenith Labs" } }]);
  }
  good(["delete", "people", person.id]);
  assert.equal(run(["get", "people", person.id]).code, 4);
  assert.equal(json(["restore", "people", person.id]).id, person.id);
  good(["delete", "people", person.id, "--permanently"]);
  assert.equal(run(["restore", "people", person.id]).code, 4);
});

test("lists are tables, CSV and JSON, of a page or of everything", () => {
  const file = join(dataDir, "many.json");
  const names = Array.from({ length: 230 }, (_, index) => `Row ${String(index).padStart(3, "0")}`);
  writeFileSync(file, JSON.stringify(names.map((name) => ({ name }))));
  assert.equal(json(["create", "companies", `@${file}`]).length, 230);
  const all = ["list", "companies", "--filter", "name[startsWith]:Row", "--order-by", "name"];
  const found = json([...all, "--all", "--format", "json", "--fields", "name"]);
  assert.deepEqual(found.map((one: Answer) => one.name), names);
  const csv = good([...all, "--all", "--format", "csv", "--fields", "name,address.addressCity"]);
  assert.deepEqual(csv.split("\n").slice(0, 2).map((line) => line.replace(/^[^,]*/, "")), [",name,address.addressCity", ",Row 000,"]);
  assert.equal(csv.trim().split("\n").length, 231);
  const page = run([...all, "--limit", "3"]);
  const lines = page.out.trim().split("\n");
  assert.equal(lines.length, 5, "headers, a rule and three rows");
  assert.match(lines[0], /^id +name +domainName.primaryLinkUrl/);
  assert.match(lines[2], /Row 000/);
  assert.match(page.error, /The first 3 of 230 are shown/);
  const whole = good(["list", "companies", "--filter", "name[eq]:Row 001", "--format", "csv"]);
  assert.match(whole.split("\n")[0], /^id,.*\bname\b.*address\.addressCity/);
});

test("what records hold does not steer a terminal", () => {
  const { id } = json(["create", "companies", JSON.stringify({ name: "\u001b[31mRed\nline" })]);
  const table = good(["list", "companies", "--filter", `id[eq]:${id}`, "--fields", "name"]);
  assert.ok(!table.includes("\u001b"), JSON.stringify(table));
  assert.equal(table.trim().split("\n").length, 3);
});

test("objects and fields can be looked up", () => {
  const objects = good(["objects"]);
  assert.match(objects, /^companies +company /m);
  assert.ok(!/^noteTargets /m.test(objects) && /^noteTargets /m.test(good(["objects", "--all"])));
  const fields = good(["objects", "opportunities"]);
  assert.match(fields, /^stage +SELECT NEW /m);
  assert.match(fields, /^company +RELATION companies/m);
});

test("documents are sent", () => {
  const document = "query ($name: String) { companies(filter: {name: {eq: $name}}) { totalCount } }";
  const variables = '{"name": "Row 007"}';
  assert.deepEqual(json(["query", document, "--variables", variables]), { companies: { totalCount: 1 } });
  assert.deepEqual(json(["query", "-", "--variables", variables], { input: document }), { companies: { totalCount: 1 } });
  const partly = run(["query", '{ companies(first: 0) { totalCount } person(filter: {id: {eq: "00000000-0000-4000-8000-000000000000"}}) { id } }']);
  assert.equal(partly.code, 4);
  assert.ok(JSON.parse(partly.out).companies.totalCount > 0);
  assert.match(partly.error, /RECORD_NOT_FOUND/);
  assert.equal(run(["query", "{ nothing { id } }"]).code, 5);
});

test("files become records, are taken back, and go out", () => {
  const file = join(dataDir, "people.csv");
  const refused = join(dataDir, "refused.csv");
  writeFileSync(file, "Name,E-Mail,Firm\nIva,iva@import.test,Import Ltd\nJon,no address,Import Ltd\n");
  const columns = ["Name=name.firstName", "E-Mail=emails.primaryEmail", "Firm=company.name"].flatMap((one) => ["--column", one]);
  const trial = run(["import", "people", file, ...columns, "--create-missing", "--dry-run"]);
  assert.deepEqual([trial.code, trial.out], [5, "2 rows: 1 made, 0 changed, 0 unchanged, 1 refused (a trial: nothing was written).\n"], trial.error);
  const found = ["list", "people", "--filter", "emails.primaryEmail[eq]:iva@import.test", "--format", "json", "--fields", "company.name"];
  assert.deepEqual(json(found), []);
  const done = run(["import", "people", file, ...columns, "--create-missing", "--refused", refused]);
  assert.match(done.out, /^2 rows: 1 made, 0 changed, 0 unchanged, 1 refused\.$/m);
  assert.match(done.error, /Row 3, E-Mail: /);
  assert.match(readFileSync(refused, "utf8"), /Jon,no address/);
  assert.equal(json(found)[0].company.name, "Import Ltd");
  const out = join(dataDir, "out.jsonl");
  good(["export", "people", "--filter", "emails.primaryEmail[eq]:iva@import.test", "--output", out]);
  assert.equal(JSON.parse(readFileSync(out, "utf8")).name.firstName, "Iva");
  assert.match(good(["export", "people", "--fields", "name", "--limit", "1"]), /name/i);
  const id = /Import ([0-9a-f-]{36})/.exec(done.error)![1];
  assert.match(good(["undo-import", id]), /^2 removed/);
  assert.deepEqual(json(found), []);
  const piped = good(["import", "companies", "-", "--format", "jsonl"], { input: '{"name": "Piped Ltd"}\n' });
  assert.match(piped, /^1 rows: 1 made/);
  assert.equal(run(["import", "people", "/no/such/file"]).code, 2);
});

test("what is wrong is told, and by the exit code", async () => {
  const cases: [string[], number, RegExp, Record<string, string>?][] = [
    [["list", "persons"], 4, /no object 'persons'.*icosa api objects/],
    [["list", "person", "--format", "json"], 5, /Did you mean 'people'/],
    [["list", "people", "--filter", "nothing[eq]:1"], 5, /doesn't have any "nothing" field/],
    [["list", "people", "--filter", "name"], 5, /field\[comparator\]:value/],
    [["list", "people", "--fields", "nothing"], 5, /nothing/],
    [["create", "people", "{name: 1}"], 2, /no JSON.*\n.*single quotes/],
    [["create", "people", "@/no/such/file"], 2, /\/no\/such\/file cannot be read/],
    [["create", "people", '{"emails": {"primaryEmail": "x"}}'], 5, /email/],
    [["get", "people", "x"], 2, /invalid value 'x'/],
    [["list", "people"], 2, /set ICOSA_TOKEN/, { ICOSA_TOKEN: "" }],
    [["list", "people"], 3, /Is ICOSA_TOKEN that of this server/, { ICOSA_TOKEN: "no.such.token" }],
    [["list", "people"], 6, /cannot be reached.*\n.*ICOSA_URL/, { ICOSA_URL: `http://127.0.0.1:${await freePort()}` }],
    [["list", "people"], 2, /must begin with http/, { ICOSA_URL: "localhost:3000" }],
  ];
  for (const [args, code, message, env] of cases) {
    const outcome = run(args, { env });
    assert.deepEqual([outcome.code, outcome.out], [code, ""], `${args.join(" ")}\n${outcome.error}`);
    assert.match(outcome.error, message);
  }
});

test("the token is in no help and no message", () => {
  for (const args of [["--help"], ["list", "--help"], ["list", "people", "--bad"]]) {
    const { out, error } = run(args);
    assert.ok(!out.includes(token) && !error.includes(token));
  }
  const help = good(["--help"]);
  assert.match(help, /Examples:/);
  assert.match(help, /Exit codes:/);
});
