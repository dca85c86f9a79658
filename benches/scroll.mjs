// Scrolls the table of people of a running server in Chromium and prints its longest frames for docs/benchmarks.md.
// Usage: node benches/scroll.mjs <server url>; the workspace is the one of `icosa seed --bench`.
import { chromium } from "playwright-core";

const WHEEL_STEPS = 240;
const JUMPS = 20;
const STEP_MS = 16;
const [, , url] = process.argv;

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const form = { email: "bench@icosa.test", password: "bench-password" };
  await page.request.post(`${url}/forms/sign-in`, { form });
  await firstPage(page, "/objects/people", "first rows of people in sight");
  await page.locator("body[data-hydrated]").waitFor({ state: "attached" });
  await page.evaluate(watch);
  await page.mouse.move(800, 500);
  for (let step = 0; step < WHEEL_STEPS; step += 1) {
    await page.mouse.wheel(0, step < WHEEL_STEPS / 2 ? 120 : 1500);
    await page.waitForTimeout(STEP_MS);
  }
  report("scrolling by wheel, slow then fast", await page.evaluate(taken));
  const waits = [];
  for (let jump = 1; jump <= JUMPS; jump += 1) waits.push(await page.evaluate(jumpTo, jump / (JUMPS + 1)));
  report(`${JUMPS} jumps through the whole table`, await page.evaluate(taken));
  waits.sort((a, b) => a - b);
  print("rows in sight after a jump, p50 / worst", `${waits[waits.length >> 1].toFixed(0)} / ${waits.at(-1).toFixed(0)}`, "–");
} finally {
  await browser.close();
}

async function firstPage(page, path, title) {
  const seen = [];
  for (let round = 0; round < 5; round += 1) {
    const fresh = await page.context().newCDPSession(page);
    await fresh.send("Network.clearBrowserCache");
    await page.goto(`${url}${path}`, { waitUntil: "commit" });
    await page.locator(".rec-rows [role=row]").first().waitFor();
    seen.push(await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? performance.now()));
    await fresh.detach();
  }
  seen.sort((a, b) => a - b);
  print(`${title}, cold cache, p50`, seen[2].toFixed(0), "300");
}

/** In the page: begins to note every frame's length and every task over 50 ms. */
function watch() {
  const noted = { frames: [], tasks: [] };
  window.noted = noted;
  let before = performance.now();
  const frame = (now) => {
    noted.frames.push(now - before);
    before = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  new PerformanceObserver((list) => noted.tasks.push(...list.getEntries().map((entry) => entry.duration))).observe({ entryTypes: ["longtask"] });
}

/** In the page: what was noted since the last call. */
function taken() {
  const { frames, tasks } = window.noted;
  return { frames: frames.splice(0), tasks: tasks.splice(0) };
}

/** In the page: scrolls to a share of the table; answers milliseconds until no row in sight is empty. */
async function jumpTo(share) {
  let scrolled = document.querySelector(".rec-rows");
  while (scrolled.scrollHeight <= scrolled.clientHeight + 1 || getComputedStyle(scrolled).overflowY === "visible") scrolled = scrolled.parentElement;
  const start = performance.now();
  scrolled.scrollTop = scrolled.scrollHeight * share;
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const isFull = () => {
    const [top, bottom] = [scrolled.getBoundingClientRect().top + 40, scrolled.getBoundingClientRect().bottom];
    const rows = [...document.querySelectorAll(".rec-rows [role=row]")].filter((row) => {
      const place = row.getBoundingClientRect();
      return place.bottom > top && place.top < bottom;
    });
    return rows.length > 5 && rows.every((row) => !row.classList.contains("rec-waiting"));
  };
  await frame();
  while (!isFull()) {
    if (performance.now() - start > 10_000) throw new Error("rows stay empty");
    await frame();
  }
  return performance.now() - start;
}

function report(title, { frames, tasks }) {
  print(`${title}: longest frame (${frames.length} frames)`, Math.max(...frames).toFixed(0), "50");
  print(`${title}: tasks over 50 ms`, String(tasks.length), "0");
}

function print(title, value, budget) {
  console.log(`| ${title} | ${value} ms | ${budget} |`.replace(/tasks over 50 ms \| (\d+) ms/, "tasks over 50 ms | $1"));
}
