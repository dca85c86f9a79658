import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";

// Debian's Chromium where it is, else the one that set-up let Playwright bring.
const system = process.env.CHROMIUM ?? "/usr/bin/chromium";
const launch = {
  executablePath: existsSync(system) ? system : undefined,
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
  ],
};

export default defineConfig({
  testDir: "tests",
  outputDir: "test-results",
  globalSetup: "./server.ts",
  timeout: 90_000,
  expect: { timeout: 20_000 },
  workers: process.env.CI ? 2 : 1,
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  reporter: [["list"]],
  use: { launchOptions: launch, baseURL: process.env.ICOSA_URL, trace: "off", screenshot: "only-on-failure" },
  projects: [
    { name: "with JavaScript", testIgnore: /.*\.plain\.spec\.ts/ },
    { name: "without JavaScript", testMatch: /.*\.plain\.spec\.ts/, use: { javaScriptEnabled: false } },
  ],
});
