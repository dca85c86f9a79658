// Starts the real server on a free port with an embedded Postgres of its own; ends with the tests.
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, chmodSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export interface Running {
  url: string;
  pid: number;
  dataDir: string;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

export const root = join(dirname(fileURLToPath(import.meta.url)), "..");
// A build kept elsewhere can be tested while the next one is made.
export const binary = process.env.ICOSA_BINARY ?? join(root, "target/debug/icosa");
const site = process.env.ICOSA_SITE ?? join(root, "target/site");

export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address();
      if (address === null || typeof address === "string") return reject(new Error("no port"));
      probe.close(() => resolve(address.port));
    });
  });
}

export function newDataDir(): string {
  const dir = mkdtempSync(join(tmpdir(), "icosa-e2e-"));
  chmodSync(dir, 0o755); // the embedded Postgres runs as another user
  return dir;
}

/** Starts `icosa serve`; resolves when it answers. */
export async function start(dataDir = newDataDir(), port?: number): Promise<Running> {
  const chosen = port ?? (await freePort());
  const url = `http://localhost:${chosen}`;
  const child = spawn(binary, ["serve"], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      NODE_PORT: String(chosen),
      SERVER_URL: url,
      ICOSA_DATA_DIR: dataDir,
      IS_MULTIWORKSPACE_ENABLED: "true",
      SIGN_UP_RATE_LIMITING_LIMIT: "100000", // each test is somebody new, and all come from here
      LEPTOS_SITE_ROOT: site,
    },
  });
  await answering(child, `${url}/readyz`);
  return {
    url,
    pid: child.pid!,
    dataDir,
    stop: (signal = "SIGTERM") =>
      new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) return resolve();
        child.once("exit", () => resolve());
        child.kill(signal);
      }),
  };
}

/** Runs a command of the binary on the data of a server; answers what it prints. */
export function icosa(dataDir: string, ...args: string[]): string {
  const env = { ...process.env, ICOSA_DATA_DIR: dataDir, IS_MULTIWORKSPACE_ENABLED: "true" };
  return execFileSync(binary, args, { cwd: root, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

/** Runs statements in the embedded Postgres of a server, that of all tests by default; answers what they select. */
export function sql(statements: string, dataDir = process.env.ICOSA_E2E_DATA_DIR ?? ""): string {
  const cluster = join(dataDir, "postgres");
  const found = readdirSync(cluster, { recursive: true, encoding: "utf8" }).find((path) => path.endsWith("postmaster.pid"));
  if (found === undefined) throw new Error(`no Postgres runs in ${cluster}`);
  const [, , , port, socket] = readFileSync(join(cluster, found), "utf8").split("\n");
  const where = ["--host", socket!, "--port", port!, "--username", "icosa", "--dbname", "icosa"];
  const how = ["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set", "ON_ERROR_STOP=1"];
  return execFileSync("psql", [...where, ...how, "--command", statements], { encoding: "utf8" }).trim();
}

/** Makes a key of the demo workspace; answers its token. */
export function newKey(dataDir: string, name: string): string {
  return icosa(dataDir, "api-key", "create", "--workspace", "apple", "--name", name).trim().split("\n").at(-1)!;
}

async function answering(child: ChildProcess, url: string): Promise<void> {
  let log = "";
  child.stdout!.on("data", (chunk: Buffer) => (log += chunk.toString()));
  child.stderr!.on("data", (chunk: Buffer) => (log += chunk.toString()));
  const deadline = Date.now() + 120_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`the server ended:\n${log}`);
    try {
      if ((await fetch(url)).ok) return;
    } catch {
      // not yet
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the server did not answer:\n${log}`);
}

export default async function globalSetup(): Promise<() => Promise<void>> {
  const server = await start();
  process.env.ICOSA_URL = server.url;
  process.env.ICOSA_E2E_DATA_DIR = server.dataDir;
  return async () => {
    await server.stop();
    rmSync(server.dataDir, { recursive: true, force: true });
  };
}
