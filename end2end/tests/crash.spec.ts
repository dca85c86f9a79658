// Killing the server, or its Postgres, in the middle of work loses no answered write and leaves no half of one.
import { expect, request, test, type APIRequestContext } from "@playwright/test";
import { existsSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { freePort, newDataDir, start, type Running } from "../server";
import { newEmail, PASSWORD } from "./support";

test.setTimeout(180_000);

const RECORDS = 80;
const WRITERS = 4;
/** Answers after which the process is killed; the writers are all at work then. */
const KILL_AFTER = 30;

const ids = Array.from({ length: RECORDS }, () => crypto.randomUUID());
const select = [{ field: "name" }, { field: "address" }, { field: "linkedinLink" }];

async function call(client: APIRequestContext, name: string, data: unknown): Promise<Record<string, unknown>> {
  const response = await client.post(`/rpc/${name}`, { data });
  if (response.status() !== 200) throw new Error(`${name}: ${response.status()} ${await response.text()}`);
  return (await response.json()) as Record<string, unknown>;
}

/** A person with a workspace and companies called `before`. */
async function prepared(url: string): Promise<APIRequestContext> {
  const client = await request.newContext({ baseURL: url });
  await client.post("/forms/sign-up", { form: { email: newEmail(), password: PASSWORD } });
  await client.post("/forms/workspace", { form: { name: "Acme" } });
  await client.post("/forms/profile", { form: { firstName: "Ada", lastName: "Lovelace" } });
  for (const id of ids) {
    await call(client, "record_create", { request: { object: "company", id, values: { name: `before ${id}` } } });
  }
  return client;
}

/** Several fields of several types, so that half an edit would show. */
function values(id: string): object {
  return {
    name: `after ${id}`,
    address: { addressCity: `City ${id}` },
    linkedinLink: { primaryLinkUrl: `https://example.com/${id}` },
  };
}

/** Edits every record once, several at a time, and calls `kill` in the middle; answers what was acknowledged. */
async function editUntilKilled(client: APIRequestContext, kill: () => void): Promise<Set<string>> {
  const waiting = [...ids];
  const acknowledged = new Set<string>();
  let isKilled = false;
  const writer = async () => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      const answer = call(client, "record_update", { request: { object: "company", id, values: values(id), select } });
      if (acknowledged.size >= KILL_AFTER && !isKilled) {
        isKilled = true;
        kill();
      }
      try {
        await answer;
      } catch {
        if (isKilled) return;
        throw new Error("an edit was refused before anything was killed");
      }
      acknowledged.add(id);
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, writer));
  expect(isKilled).toBe(true);
  return acknowledged;
}

/** Every record is wholly edited or wholly as before, with its timeline; the acknowledged ones are edited. */
async function check(client: APIRequestContext, acknowledged: Set<string>): Promise<void> {
  for (const id of ids) {
    const record = await call(client, "record_get", { query: { object: "company", id, select } });
    const timeline = await call(client, "record_timeline", { query: { object: "company", id, before: null, limit: 10 } });
    const edits = (timeline as unknown as { name: string }[]).filter((item) => item.name === "company.updated");
    const seen = {
      name: record.name,
      city: (record.address as { addressCity?: string } | null)?.addressCity || null,
      link: (record.linkedinLink as { primaryLinkUrl?: string } | null)?.primaryLinkUrl || null,
      edits: edits.length,
    };
    const after = { name: `after ${id}`, city: `City ${id}`, link: `https://example.com/${id}`, edits: 1 };
    const before = { name: `before ${id}`, city: null, link: null, edits: 0 };
    expect(seen).toEqual(acknowledged.has(id) || seen.name === after.name ? after : before);
  }
}

function postmaster(dataDir: string): number {
  const found = readdirSync(join(dataDir, "postgres"), { recursive: true, encoding: "utf8" })
    .map((path) => join(dataDir, "postgres", path))
    .find((path) => path.endsWith("/postmaster.pid"));
  const file = found ?? "";
  expect(existsSync(file), "the embedded Postgres runs").toBe(true);
  return Number(readFileSync(file, "utf8").split("\n")[0]);
}

let dataDir: string;
let server: Running;
let port: number;

test.beforeEach(async () => {
  dataDir = newDataDir();
  port = await freePort();
  server = await start(dataDir, port);
});

test.afterEach(async () => {
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

test("the server is killed while it writes", async () => {
  const client = await prepared(server.url);
  const acknowledged = await editUntilKilled(client, () => process.kill(server.pid, "SIGKILL"));
  await server.stop("SIGKILL");
  server = await start(dataDir, port);
  expect(acknowledged.size).toBeGreaterThanOrEqual(KILL_AFTER);
  await check(client, acknowledged);
});

test("its Postgres is killed while it writes", async () => {
  const client = await prepared(server.url);
  const acknowledged = await editUntilKilled(client, () => process.kill(postmaster(dataDir), "SIGKILL"));
  await server.stop();
  server = await start(dataDir, port);
  expect(acknowledged.size).toBeGreaterThanOrEqual(KILL_AFTER);
  await check(client, acknowledged);
  await call(client, "record_update", { request: { object: "company", id: ids[0], values: { name: "works on" } } });
});
