// What stands behind the Cache API in the same process as the Worker: a cache in memory.
//
// The runtime asks with GET, stores with PUT (the body is the whole response as an HTTP message) and deletes with PURGE. The answer to GET
// says `Cf-Cache-Status: HIT` or `MISS`, that to PUT is 204, or 413 if the response may not be stored.

const MOST_BYTES = 64 * 1024 * 1024;
// Fields that belong to one connection or are set anew.
const DROPPED = new Set(["connection", "keep-alive", "transfer-encoding", "content-length", "cf-cache-status", "age"]);
const kept = new Map();
let bytes = 0;

// How many seconds a shared cache may answer with it (RFC 9111, section 4.2.1); undefined if it may not store it.
function freshness(cacheControl) {
  const directives = new Map(
    cacheControl.split(",").map((part) => {
      const [name, value] = part.trim().toLowerCase().split("=");
      return [name, value];
    }),
  );
  if (["no-store", "private", "no-cache"].some((name) => directives.has(name))) return undefined;
  const seconds = Number.parseInt(directives.get("s-maxage") ?? directives.get("max-age"), 10);
  return Number.isNaN(seconds) ? undefined : seconds;
}

function forget(name) {
  const entry = kept.get(name);
  if (entry === undefined) return false;
  bytes -= entry.body.length;
  return kept.delete(name);
}

function put(name, message) {
  let end = 0;
  while (end < message.length && !(message[end] === 13 && message[end + 2] === 13)) end += 1;
  const [first, ...lines] = new TextDecoder().decode(message.subarray(0, end)).split("\r\n");
  const headers = lines.map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 1).trim()]);
  const freshFor = freshness(headers.find(([field]) => field === "cache-control")?.[1] ?? "");
  if (freshFor === undefined) return new Response(null, { status: 413 });
  forget(name);
  const body = message.slice(end + 4);
  bytes += body.length;
  kept.set(name, {
    status: Number.parseInt(first.split(" ")[1], 10),
    headers: headers.filter(([field]) => !DROPPED.has(field)),
    body,
    stored: Date.now(),
    freshFor,
  });
  // A map keeps its order: the first one is the oldest.
  for (const oldest of kept.keys()) {
    if (bytes <= MOST_BYTES) break;
    forget(oldest);
  }
  return new Response(null, { status: 204 });
}

function find(name) {
  const entry = kept.get(name);
  const age = entry === undefined ? 0 : Math.floor((Date.now() - entry.stored) / 1000);
  if (entry === undefined || age >= entry.freshFor) {
    forget(name);
    return new Response(null, { status: 504, headers: { "Cf-Cache-Status": "MISS" } });
  }
  const headers = [...entry.headers, ["Age", String(age)], ["Cf-Cache-Status", "HIT"]];
  return new Response(entry.body, { status: entry.status, headers });
}

export default {
  async fetch(request) {
    const name = `${request.headers.get("cf-cache-namespace") ?? ""} ${request.url}`;
    if (request.method === "GET") return find(name);
    if (request.method === "PUT") return put(name, new Uint8Array(await request.arrayBuffer()));
    if (request.method === "PURGE") return new Response(null, { status: forget(name) ? 200 : 404 });
    return new Response(null, { status: 405, headers: { Allow: "GET, PUT, PURGE" } });
  },
};
