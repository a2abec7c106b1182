// Prices the outside of a house of the real workbook on a tablet held upright.
import assert from "node:assert/strict";
import { ask, dollars, onPage, screenshot, shows } from "./support/page.mjs";

await onPage("PAINTBOX_REAL_URL", { width: 820, height: 1180 }, async (page, url) => {
  const standing = await ask(url, {});
  await shows(page, "ext_price_emerald", dollars(standing.ext_price_emerald.money));
  const inputs = { ext_siding_type: "Hardi" };
  await page.locator('[data-input="ext_siding_type"]').selectOption({ label: "Hardi" });
  const fields = page.locator('section:visible input[type="number"]:not([data-computed])');
  const filled = Math.min(12, await fields.count());
  for (let at = 0; at < filled; at += 1) {
    const name = await fields.nth(at).getAttribute("data-input");
    inputs[name] = 20 + at;
    await fields.nth(at).fill(String(inputs[name]));
  }
  const answer = await ask(url, inputs);
  assert.notEqual(answer.ext_price_emerald.money, standing.ext_price_emerald.money, "the house has a price of its own");
  const outputs = await page.locator("[data-output]").evaluateAll((all) => all.map((one) => one.dataset.output));
  for (const name of outputs.filter((name) => answer[name].money)) {
    await shows(page, name, dollars(answer[name].money));
  }
  await screenshot(page, "estimate-tablet");
  await page.getByRole("link", { name: "Interior" }).click();
  await screenshot(page, "estimate-interior");
  console.log(`a house is priced: ${dollars(answer.ext_price_emerald.money)}, ${outputs.length} outputs as the API has them`);
});
