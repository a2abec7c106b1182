// Prices the sample house through the page: typing recalculates, mistakes are told at their field, starting over works.
import assert from "node:assert/strict";
import { ask, dollars, onPage, screenshot, shows } from "./support/page.mjs";

await onPage("PAINTBOX_URL", { width: 1180, height: 820 }, async (page, url) => {
  const standing = await ask(url, {});
  await shows(page, "total", dollars(standing.total.money));
  await screenshot(page, "sample-start");

  const coats = page.getByLabel("Coats of paint");
  await coats.fill("3");
  const three = await ask(url, { coats: 3 });
  assert.notEqual(three.total.money, standing.total.money);
  await shows(page, "total", dollars(three.total.money));

  await coats.fill("9");
  const error = page.locator(`#${await coats.getAttribute("id")}-error`);
  await error.waitFor({ state: "visible" });
  assert.equal(await error.textContent(), "Enter a number from 1 to 5");
  assert.equal(await coats.getAttribute("aria-invalid"), "true");
  assert.equal(await page.locator('[data-output="total"]').textContent(), dollars(three.total.money), "the last price stays");
  await screenshot(page, "sample-mistake");

  await coats.fill("3");
  await page.getByLabel("Paint grade").selectOption({ label: "Elite" });
  await page.getByLabel("Lead paint found").check();
  const all = await ask(url, { coats: 3, paint_grade: "Elite", lead_paint: true });
  await shows(page, "total", dollars(all.total.money));
  assert.equal(await error.isVisible(), false);

  await page.getByRole("link", { name: "Exterior" }).click();
  assert.equal(await coats.isVisible(), false, "one part at a time");
  await screenshot(page, "sample-exterior");
  assert.match(await page.getByRole("status").textContent(), /3 changes/);

  await page.getByRole("button", { name: "Start over" }).click();
  await shows(page, "total", dollars(standing.total.money));
  console.log(`the sample is priced: ${dollars(standing.total.money)}, ${dollars(all.total.money)}`);
});
