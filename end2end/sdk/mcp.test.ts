// A published MCP server for Twenty (version 0.6.2), unchanged, against a running server: every tool it offers. It was
// written for workspaces of 2025, whose objects had some other fields; the workspace here has kept them, as one that
// was moved would.
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { MetadataApiClient } from "twenty-client-sdk/metadata";
import { icosa, newDataDir, newKey, root, start, type Running } from "../server";

const dataDir = newDataDir();
const called = new Set<string>();
let server: Running;
let client: Client;
let metadata: MetadataApiClient;
let key: string;

before(async () => {
  icosa(dataDir, "seed", "--demo");
  server = await start(dataDir);
  key = newKey(dataDir, "Assistant");
  metadata = new MetadataApiClient({ url: `${server.url}/metadata`, headers: { Authorization: `Bearer ${key}` } });
  await addOlderFields();
  client = new Client({ name: "test", version: "1" }, { capabilities: {} });
  const program = join(root, "node_modules/twenty-crm-mcp-server/dist/index.js");
  const env = { ...(process.env as Record<string, string>), TWENTY_API_KEY: key, TWENTY_BASE_URL: server.url };
  await client.connect(new StdioClientTransport({ command: process.execPath, args: [program], env, stderr: "ignore" }));
});

after(async () => {
  await client?.close();
  await server?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

// --- the workspace -------------------------------------------------------------------------------

/** Ids of objects by their singular name. */
async function objectIds(): Promise<Map<string, string>> {
  const { objects } = await metadata.query({
    objects: { __args: { paging: { first: 1000 }, filter: {} }, edges: { node: { id: true, nameSingular: true } } },
  });
  return new Map(objects!.edges.map(({ node }: { node: { id: string; nameSingular: string } }) => [node.nameSingular, node.id]));
}

async function addOlderFields(): Promise<void> {
  const names = { nameSingular: "favorite", namePlural: "favorites", labelSingular: "Favorite", labelPlural: "Favorites" };
  await metadata.mutation({
    createOneObject: { __args: { input: { object: { ...names, icon: "IconHeart" } } }, id: true },
  });
  const ids = await objectIds();
  const add = async (object: string, type: string, name: string, more: object = {}) => {
    const field = { objectMetadataId: ids.get(object)!, type, name, label: `Older ${name}`, icon: "IconBox", ...more };
    await metadata.mutation({ createOneField: { __args: { input: { field: field as never } }, id: true } });
  };
  const link = (object: string, name: string, target: string) =>
    add(object, "RELATION", name, {
      relationCreationPayload: {
        type: "MANY_TO_ONE",
        targetObjectMetadataId: ids.get(target),
        targetFieldLabel: `Older ${object} ${name}`,
        targetFieldIcon: "IconBox",
      },
    });
  await add("person", "TEXT", "city");
  await add("person", "LINKS", "xLink");
  await add("company", "NUMBER", "employees");
  await add("company", "LINKS", "xLink");
  await add("company", "CURRENCY", "annualRecurringRevenue");
  await add("company", "BOOLEAN", "idealCustomerProfile", { defaultValue: false });
  const older = {
    taskTarget: ["person", "company", "opportunity"],
    noteTarget: ["person", "company", "opportunity"],
    favorite: ["person", "company", "opportunity"],
    attachment: ["person", "company", "opportunity", "task"],
    timelineActivity: ["person", "company", "opportunity", "note", "task"],
  };
  for (const [object, targets] of Object.entries(older)) {
    for (const target of targets) await link(object, target, target);
  }
  await link("favorite", "forWorkspaceMember", "workspaceMember");
  await link("attachment", "author", "workspaceMember");
  await add("timelineActivity", "TEXT", "name");
  for (const name of ["workflowId", "dashboardId"]) await add("attachment", "UUID", name);
  for (const name of ["workflowId", "workflowVersionId", "workflowRunId", "dashboardId"]) {
    await add("timelineActivity", "UUID", name);
  }
}

// --- calls -----------------------------------------------------------------------------------------

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Answer = any;

async function call(name: string, args: object = {}): Promise<string> {
  called.add(name);
  const answer: Answer = await client.callTool({ name, arguments: { ...args } });
  const text: string = answer.content[0].text;
  assert.ok(!answer.isError, `${name}: ${text}`);
  return text;
}

/** What a tool answers ends in JSON. */
async function ask(name: string, args: object = {}): Promise<Answer> {
  const text = await call(name, args);
  const start = text.search(/^[[{]/m);
  assert.ok(start >= 0, `${name}: ${text}`);
  return JSON.parse(text.slice(start).split("\n\n🔗")[0]);
}

async function refused(name: string, args: object): Promise<string> {
  called.add(name);
  const answer: Answer = await client.callTool({ name, arguments: { ...args } });
  assert.ok(answer.isError, `${name} was not refused`);
  return answer.content[0].text;
}

/** What no tool does. */
async function graphql(query: string, variables: object): Promise<Answer> {
  const headers = { Authorization: `Bearer ${key}`, "Content-Type": "application/json" };
  const response = await fetch(`${server.url}/graphql`, { method: "POST", headers, body: JSON.stringify({ query, variables }) });
  const answer: Answer = await response.json();
  assert.ok(!answer.errors, JSON.stringify(answer.errors));
  return answer.data;
}

const id = "00000000-0000-4000-8000-000000000000";

// --- tools -------------------------------------------------------------------------------------------

test("companies are made, read, found and changed", async () => {
  const made = await ask("create_company", {
    name: "Helios Rockets",
    domainUrl: "https://www.helios.test/about",
    addressCity: "Cape Town",
    addressCountry: "South Africa",
    employees: 120,
    linkedinUrl: "https://linkedin.com/company/helios",
    xUrl: "https://x.com/helios",
    annualRecurringRevenue: 2500000,
    currency: "USD",
    idealCustomerProfile: true,
  });
  assert.equal(made.domainName.primaryLinkUrl, "helios.test");
  assert.equal(Number(made.annualRecurringRevenue.amountMicros), 2_500_000_000_000);
  assert.deepEqual([made.employees, made.idealCustomerProfile], [120, true]);
  assert.equal((await ask("get_company", { id: made.id })).address.addressCity, "Cape Town");
  const found = await ask("list_companies", { searchTerm: "helios" });
  assert.deepEqual(found.map((one: Answer) => one.id), [made.id]);
  assert.ok((await ask("list_companies", { limit: 2 })).length === 2);
  const changed = await ask("update_company", { id: made.id, employees: 121, addressCity: "Durban" });
  assert.deepEqual([changed.employees, changed.address.addressCity], [121, "Durban"]);
});

test("people are made, read, found and changed", async () => {
  const company = await ask("create_company", { name: "Moon Mining" });
  const made = await ask("create_person", {
    firstName: "Zora",
    lastName: "Quill",
    email: "Zora@Moon.test",
    phone: "+33612345678",
    jobTitle: "Pilot",
    companyId: company.id,
    city: "Toulouse",
    linkedinUrl: "https://linkedin.com/in/zora",
    xUrl: "https://x.com/zora",
  });
  assert.equal(made.emails.primaryEmail, "zora@moon.test");
  assert.deepEqual(
    [made.phones.primaryPhoneNumber, made.phones.primaryPhoneCallingCode, made.phones.primaryPhoneCountryCode],
    ["612345678", "+33", "FR"],
  );
  assert.equal((await ask("get_person", { id: made.id })).company.name, "Moon Mining");
  for (const search of [{ searchTerm: "quil" }, { searchTerm: "zora quill" }, { companyId: company.id }]) {
    const found = await ask("list_people", search);
    assert.deepEqual(found.map((one: Answer) => one.id), [made.id], JSON.stringify(search));
  }
  const changed = await ask("update_person", { id: made.id, jobTitle: "Captain", city: "Nantes", firstName: "Zora", lastName: "Q" });
  assert.deepEqual([changed.jobTitle, changed.city, changed.name.lastName], ["Captain", "Nantes", "Q"]);
});

test("opportunities are made, read, found and changed", async () => {
  const company = await ask("create_company", { name: "Comet Freight" });
  const person = await ask("create_person", { firstName: "Ada", lastName: "Comet" });
  const made = await ask("create_opportunity", {
    name: "Ten flights",
    amount: 1200.5,
    currency: "EUR",
    stage: "NEW",
    closeDate: "2026-12-31T00:00:00Z",
    companyId: company.id,
    pointOfContactId: person.id,
  });
  assert.equal(Number(made.amount.amountMicros), 1_200_500_000);
  const read = await ask("get_opportunity", { id: made.id });
  assert.deepEqual([read.company.name, read.pointOfContact.name.firstName, read.stage], ["Comet Freight", "Ada", "NEW"]);
  for (const search of [{ searchTerm: "ten fl" }, { companyId: company.id }, { companyId: company.id, stage: "NEW" }]) {
    const found = await ask("list_opportunities", search);
    assert.deepEqual(found.map((one: Answer) => one.id), [made.id], JSON.stringify(search));
  }
  const changed = await ask("update_opportunity", { id: made.id, stage: "MEETING", amount: 5 });
  assert.deepEqual([changed.stage, Number(changed.amount.amountMicros)], ["MEETING", 5_000_000]);
});

test("tasks and notes are made with their links", async () => {
  const company = await ask("create_company", { name: "Orbit Law" });
  const person = await ask("create_person", { firstName: "Lin", lastName: "Orbit" });
  const body = "# Plan\n\n- call **Lin**\n- send the [offer](https://offer.test)";
  const task = await ask("create_task", {
    title: "Call Lin",
    body,
    status: "TODO",
    dueAt: "2026-12-01T09:00:00Z",
    personId: person.id,
    companyId: company.id,
  });
  assert.ok(task.bodyV2.markdown.includes("call **Lin**"), task.bodyV2.markdown);
  assert.equal((await ask("list_task_targets", { taskId: task.id })).length, 2);
  const [target] = await ask("list_task_targets", { taskId: task.id, personId: person.id });
  await call("delete_task_target", { id: target.id });
  assert.equal((await ask("list_task_targets", { taskId: task.id })).length, 1);
  assert.equal((await ask("create_task_target", { taskId: task.id, personId: person.id })).taskId, task.id);
  assert.equal((await ask("update_task", { id: task.id, status: "DONE" })).status, "DONE");
  assert.equal((await ask("get_task", { id: task.id })).title, "Call Lin");
  assert.deepEqual((await ask("list_tasks", { searchTerm: "call lin", status: "DONE" })).map((one: Answer) => one.id), [task.id]);

  const note = await ask("create_note", { title: "Met Lin", body, personId: person.id, companyId: company.id });
  assert.equal(note.createdBy.source, "API");
  assert.equal((await ask("list_note_targets", { noteId: note.id })).length, 2);
  const [link] = await ask("list_note_targets", { noteId: note.id, companyId: company.id });
  await call("delete_note_target", { id: link.id });
  assert.equal((await ask("create_note_target", { noteId: note.id, companyId: company.id })).noteId, note.id);
  const changed = await ask("update_note", { id: note.id, title: "Saw Lin", body: "Short." });
  assert.deepEqual([changed.title, changed.bodyV2.markdown.trim()], ["Saw Lin", "Short."]);
  assert.deepEqual((await ask("list_notes", { searchTerm: "saw l" })).map((one: Answer) => one.id), [note.id]);
  await call("delete_note", { id: note.id });
  assert.ok((await refused("get_note", { id: note.id })).includes("RECORD_NOT_FOUND"));
});

test("favorites are kept, attachments deleted, activities read", async () => {
  const person = await ask("create_person", { firstName: "Kim", lastName: "Star" });
  const favorite = await ask("add_favorite", { personId: person.id, position: 3 });
  assert.equal((await ask("get_favorite", { id: favorite.id })).position, 3);
  assert.deepEqual((await ask("list_favorites", { personId: person.id })).map((one: Answer) => one.id), [favorite.id]);
  await call("remove_favorite", { id: favorite.id });

  // These tools ask for attachments' `type`, a name that 2.43 keeps for itself: no workspace can be given such a field.
  const file = { name: "offer.pdf", fullPath: "https://files.test/offer.pdf", personId: person.id };
  const unknown = /Cannot query field .*type|does not have a field .*type/;
  assert.match(await refused("create_attachment", file), unknown);
  assert.match(await refused("get_attachment", { id }), unknown);
  assert.match(await refused("list_attachments", { personId: person.id }), unknown);
  const attachment = await graphql("mutation ($data: AttachmentCreateInput!) { createAttachment(data: $data) { id } }", {
    data: file,
  });
  await call("delete_attachment", { id: attachment.createAttachment.id });

  // What happened is what the server saw happen: programs read it, and do not write it.
  const [activity] = await ask("list_timeline_activities", { limit: 1 });
  assert.equal((await ask("get_timeline_activity", { id: activity.id })).happensAt, activity.happensAt);
  const made = { name: "call.held", happensAt: "2026-11-01T10:00:00Z", personId: person.id };
  assert.match(await refused("create_timeline_activity", made), /Timelines are written by the server/);
  assert.match(await refused("update_timeline_activity", { id: activity.id, name: "x" }), /Timelines are written by the server/);
});

test("what is wrong is told", async () => {
  assert.ok((await refused("get_person", { id })).includes("RECORD_NOT_FOUND"));
  assert.ok((await refused("get_person", { id: "x" })).includes("BAD_USER_INPUT"));
  assert.ok((await refused("create_opportunity", { name: "X", stage: "NOWHERE" })).includes("OpportunityStageEnum"));
  assert.ok((await refused("create_person", { firstName: "A", lastName: "B", email: "no address" })).includes("email"));
});

test("every tool was used", async () => {
  const { tools } = await client.listTools();
  const left = tools.map((tool) => tool.name).filter((name) => !called.has(name));
  assert.deepEqual(left, []);
});
