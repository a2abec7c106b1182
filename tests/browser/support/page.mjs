// What the browser tests share: a browser without a network of its own, and a page that must not complain.
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const SCREENSHOTS = new URL("../../../target/browser/", import.meta.url);

/** Runs a test on a fresh page of the Worker that the variable names, or says that it is skipped. */
export async function onPage(variable, viewport, test) {
  const url = process.env[variable];
  if (!url) {
    console.log(`skipped: ${variable} does not say where a Worker is`);
    return;
  }
  const profile = await mkdtemp(join(tmpdir(), "paintbox-browser-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM_BIN ?? "/usr/bin/chromium",
    args: FLAGS,
    viewport,
  });
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    const complaints = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      // A refused request is an answer, and the browser notes it as an error all the same.
      const refused = /\b(422|429)\b/.test(message.text());
      if (message.type() === "error" && !refused) complaints.push(message.text());
    });
    await page.goto(url);
    await test(page, url);
    assert.deepEqual(complaints, [], "the page complains");
  } finally {
    await context.close();
    await rm(profile, { recursive: true, force: true });
  }
}

/** Keeps a picture of the page below target/browser. */
export async function screenshot(page, name) {
  await mkdir(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: new URL(`${name}.png`, SCREENSHOTS).pathname });
}

/** What the API answers to these inputs. */
export async function ask(url, inputs) {
  const response = await fetch(`${url}/api/v1/calculations`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ inputs }),
  });
  assert.equal(response.status, 200);
  return (await response.json()).outputs;
}

/** "-1234.50" as "-$1,234.50". */
export function dollars(money) {
  const amount = Number(money);
  return amount.toLocaleString("en-US", { style: "currency", currency: "USD" });
}

/** Waits until an output shows a text. */
export async function shows(page, output, text) {
  const place = page.locator(`[data-output="${output}"]`);
  await page.waitForFunction(
    ([name, wanted]) => document.querySelector(`[data-output="${name}"]`)?.textContent === wanted,
    [output, text],
    { timeout: 10_000 },
  ).catch(async () => assert.equal(await place.textContent(), text, output));
}
