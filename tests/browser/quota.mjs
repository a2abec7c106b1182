// Over the quota the page keeps the last prices, says how long it waits, and then sends what the fields hold by then.
import assert from "node:assert/strict";
import { ask, dollars, onPage, shows } from "./support/page.mjs";

await onPage("PAINTBOX_URL", { width: 1180, height: 820 }, async (page, url) => {
  const standing = await ask(url, {});
  const five = await ask(url, { coats: 5 });
  await shows(page, "total", dollars(standing.total.money));

  let refusals = 0;
  await page.route("**/api/v1/calculations", async (route) => {
    if (refusals > 0) return route.continue();
    refusals += 1;
    return route.fulfill({
      status: 429,
      headers: { "Retry-After": "2" },
      contentType: "application/problem+json",
      body: JSON.stringify({ type: "urn:paintbox:problem:quota-exceeded", title: "The client has used up its quota" }),
    });
  });
  const coats = page.getByLabel("Coats of paint");
  await coats.fill("4");
  await page.waitForFunction(() => /prices move again in \d+ s/.test(document.getElementById("status").textContent));
  assert.equal(await page.locator('[data-output="total"]').textContent(), dollars(standing.total.money), "the last price stays");
  // What is typed meanwhile is what is sent: one request, at the end.
  await coats.fill("5");
  await shows(page, "total", dollars(five.total.money));
  assert.equal(refusals, 1);
  console.log("the page waits as it is told and goes on by itself");
});
