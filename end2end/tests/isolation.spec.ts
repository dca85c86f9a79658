// Two workspaces never see each other's data, whatever identifiers a client sends.
import { expect, request, test } from "@playwright/test";
import { newEmail, PASSWORD } from "./support";

async function signedIn(baseURL: string) {
  const client = await request.newContext({ baseURL });
  await client.post("/forms/sign-up", { form: { email: newEmail(), password: PASSWORD } });
  await client.post("/forms/workspace", { form: { name: "W" } });
  await client.post("/forms/profile", { form: { firstName: "A", lastName: "B" } });
  return client;
}

type Client = Awaited<ReturnType<typeof signedIn>>;
const rpc = (client: Client, name: string, data: unknown) => client.post(`/rpc/${name}`, { data });

test("another workspace's record is not there for any call", async ({ baseURL }) => {
  const url = process.env.ICOSA_URL ?? baseURL!;
  const [ours, theirs] = [await signedIn(url), await signedIn(url)];
  const created = await rpc(theirs, "record_create", {
    request: { object: "company", values: { name: "Secret Ltd" }, select: [{ field: "name" }] },
  });
  expect(created.status()).toBe(200);
  const { id } = await created.json();
  const reads = [
    rpc(ours, "record_get", { query: { object: "company", id, select: [{ field: "name" }] } }),
    rpc(ours, "record_update", { request: { object: "company", id, values: { name: "Taken" } } }),
    rpc(ours, "record_create", { request: { object: "person", values: { companyId: id } } }),
  ];
  for (const response of await Promise.all(reads)) {
    expect([400, 404]).toContain(response.status());
    expect(await response.text()).not.toContain("Secret");
  }
  for (const call of ["records_delete", "records_destroy", "records_restore"]) {
    const response = await rpc(ours, call, { request: { object: "company", ids: [id] } });
    expect(await response.text()).not.toContain(id);
  }
  const still = await rpc(theirs, "record_get", { query: { object: "company", id, select: [{ field: "name" }] } });
  expect((await still.json()).name).toBe("Secret Ltd");
  expect((await ours.get(`/object/company/${id}`)).status()).toBe(404);
  const search = await rpc(ours, "records_search", { request: { objects: ["company"], text: "Secret", limit: 10 } });
  expect(await search.text()).not.toContain("Secret");
});

test("calls without a session and from other sites are refused", async ({ baseURL }) => {
  const url = process.env.ICOSA_URL ?? baseURL!;
  const anonymous = await request.newContext({ baseURL: url });
  const query = { query: { object: "company", select: [], limit: 10 } };
  expect((await rpc(anonymous, "records_list", query)).status()).toBe(401);
  expect((await anonymous.get("/events")).status()).toBe(401);
  const ours = await signedIn(url);
  const foreign = await ours.post("/rpc/records_list", { data: query, headers: { "sec-fetch-site": "cross-site" } });
  expect(foreign.status()).toBe(403);
});

test("bad input is answered with a 4xx that says why, and nothing is stored", async ({ baseURL }) => {
  const url = process.env.ICOSA_URL ?? baseURL!;
  const client = await signedIn(url);
  const create = (values: unknown, object = "company") => rpc(client, "record_create", { request: { object, values } });
  const bad: [string, unknown, string?][] = [
    ["unknown field", { nonsense: 1 }],
    ["unknown object", { name: "x" }, "unicorn"],
    ["wrong type", { name: 7 }],
    ["server field", { searchVector: "x" }],
    ["bad select", { stage: "NOPE" }, "opportunity"],
    ["bad date", { closeDate: "2026-02-31" }, "opportunity"],
    ["bad id", { companyId: "not-a-uuid" }, "person"],
    ["bad e-mail", { emails: { primaryEmail: "nope" } }, "person"],
    ["NUL byte", { name: "a\u0000b" }],
  ];
  for (const [what, values, object] of bad) {
    const response = await create(values, object);
    expect(response.status(), what).toBe(400);
    const body = await response.json();
    expect(body.code, what).toBe("BAD_USER_INPUT");
    expect(body.message.length, what).toBeGreaterThan(5);
  }
  const large = await client.post("/rpc/record_create", {
    data: JSON.stringify({ request: { object: "company", values: { name: "x".repeat(10 * 1024 * 1024) } } }),
    headers: { "content-type": "application/json" },
  });
  expect(large.status()).toBe(413);
  const script = await create({ name: "</title></textarea><script>alert(1)</script>" });
  const { id } = await script.json();
  for (const path of [`/object/company/${id}`, `/object/company/${id}/edit`, "/objects/companies"]) {
    expect(await (await client.get(path)).text(), path).not.toContain("<script>alert(1)");
  }
});
