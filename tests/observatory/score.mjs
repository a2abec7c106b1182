// Scores a running Worker by Mozilla's Observatory, on this machine alone: node score.mjs http://127.0.0.1:8787
//
// The scanner is the published package, installed once beside this file without its scripts. Its two lists of the web, the preloaded
// hosts and the public suffixes, are empty here: nothing is fetched. A Worker on this machine speaks plain http, which costs two
// penalties of 20 that no header can avert: they are told, and added back. The score is then what the same headers get over https,
// short of the 5 that a preloaded host has.
//
// An API without a page cannot have more than 130: 100, and 10 for a policy that starts from nothing, 5 for frames, 5 for the referrer,
// 10 for the resource policy. Cookies (5) and scripts with integrity (5) are of pages.
import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const HIGHEST = 130;
const OF_PLAIN_HTTP = { "strict-transport-security": "hsts-not-implemented-no-https", redirection: "redirection-missing" };
const PATHS = ["/api/health", "/api/v1/model", "/"];

const here = dirname(fileURLToPath(import.meta.url));
const scanner = join(here, "node_modules/@mdn/mdn-http-observatory");

function setUp() {
  if (!existsSync(scanner)) {
    const npm = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: here, stdio: "inherit" });
    if (npm.status !== 0) throw new Error("cannot install the scanner by npm");
  }
  for (const list of ["hsts-preload.json", "tld-list.json"]) {
    const file = join(scanner, "conf", list);
    if (!existsSync(file)) writeFileSync(file, list.startsWith("tld") ? "[]" : "{}");
  }
}

// What plain http costs and https would not.
function averted(tests) {
  return Object.entries(OF_PLAIN_HTTP).filter(([name, result]) => tests[name].result === result).map(([name]) => name);
}

async function score(scan, target) {
  const { scan: whole, tests } = await scan(target);
  const added = averted(tests);
  const modifiers = Object.fromEntries(Object.entries(tests).map(([name, test]) => [name, test.scoreModifier]));
  const counted = Object.entries(modifiers).filter(([name]) => !added.includes(name));
  return {
    status: whole.statusCode,
    score: counted.reduce((sum, [, modifier]) => sum + modifier, 100),
    added_back: added,
    modifiers,
    failed: Object.keys(tests).filter((name) => !tests[name].pass && !added.includes(name)),
  };
}

const url = process.argv[2] ?? process.env.PAINTBOX_URL;
if (!url) {
  console.error("found no address, expected one such as `http://127.0.0.1:8787`");
  process.exit(2);
}
setUp();
const { scan } = await import(join(scanner, "src/scanner/index.js"));
const host = url.replace(/^https?:\/\//, "").replace(/\/$/, "");
const scores = {};
for (const path of PATHS) scores[path] = await score(scan, host + path);
const least = Math.min(...Object.values(scores).map((one) => one.score));
console.log("figures " + JSON.stringify({ corpus: "observatory", highest: HIGHEST, least, scores }));
const isGood = least >= HIGHEST && Object.values(scores).every((one) => one.failed.length === 0);
if (!isGood) console.error(`found a score of ${least}, expected at least ${HIGHEST}`);
process.exit(isGood ? 0 : 1);
