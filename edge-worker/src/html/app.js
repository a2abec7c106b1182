// The form: what differs from the workbook's own content is sent, and the answer is put beside it.
"use strict";

const DELAY = 150;
const form = document.getElementById("inputs");
const status = document.getElementById("status");
const reset = document.getElementById("reset");
const fields = [...form.querySelectorAll("[data-input]")];
const outputs = [...document.querySelectorAll("[data-output]")];
const names = outputs.map((output) => output.dataset.output);

let timer = 0;
let pausedUntil = 0;
let running = null;

// Whether a field is as the page brought it: then the workbook's own content stands.
function isUntouched(field) {
  if (field.type === "checkbox") return field.checked === field.defaultChecked;
  return field.value === field.dataset.start && !field.validity.badInput;
}

// The value of a field for the request, or undefined where the workbook's own content stands.
function valueOf(field) {
  if (isUntouched(field)) return undefined;
  if (field.type === "checkbox") return field.checked;
  if (field.tagName === "SELECT") return field.value === "" ? undefined : JSON.parse(field.value);
  // What cannot be read is told, not taken for nothing.
  if (field.validity.badInput) return Number.NaN;
  // A cleared field is a blank cell, but over a formula it gives the formula back.
  if (field.value.trim() === "") return "computed" in field.dataset ? undefined : null;
  const isNumber = field.dataset.kind === "number" || (field.dataset.kind === "any" && Number.isFinite(Number(field.value)));
  return isNumber ? Number(field.value) : field.value;
}

function showError(field, message) {
  const line = document.getElementById(`${field.id}-error`);
  line.textContent = message;
  line.hidden = message === "";
  if (message === "") field.removeAttribute("aria-invalid");
  else field.setAttribute("aria-invalid", "true");
}

function collect() {
  const inputs = {};
  let readable = true;
  for (const field of fields) {
    showError(field, "");
    const value = valueOf(field);
    if (Number.isNaN(value)) {
      showError(field, "Not a number");
      readable = false;
    } else if (value !== undefined) {
      inputs[field.dataset.input] = value;
    }
    field.closest(".field").classList.toggle("changed", value !== undefined);
  }
  return readable ? inputs : null;
}

// "-1234.50" as "-$1,234.50".
function dollars(money) {
  const [, sign, whole, cents] = /^(-?)(\d+)\.(\d+)$/.exec(money);
  return `${sign}$${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${cents}`;
}

function shown(answered) {
  if (answered.error) return answered.error;
  return (answered.money ? dollars(answered.money) : answered.text) || "–";
}

function show(answer) {
  for (const output of outputs) {
    const answered = answer.outputs[output.dataset.output];
    const text = shown(answered);
    output.classList.toggle("failed", Boolean(answered.error));
    if (output.textContent !== text) {
      output.textContent = text;
      output.classList.remove("moved");
      void output.offsetWidth;
      output.classList.add("moved");
    }
  }
}

function say(text, failed) {
  status.textContent = text;
  status.classList.toggle("failed", Boolean(failed));
}

function showProblem(problem) {
  for (const error of problem.errors ?? []) {
    const name = error.pointer.replace(/^\/inputs\//, "").replaceAll("~1", "/").replaceAll("~0", "~");
    const field = fields.find((candidate) => candidate.dataset.input === name);
    if (!field) continue;
    showError(field, sentence(error));
  }
  say(problem.errors ? "Prices wait until the marked fields are mended" : problem.title, true);
}

function sentence({ allowed, detail }) {
  if (allowed?.choices) return `Choose one of ${allowed.choices.join(", ")}`;
  if (allowed?.min !== undefined) return `Enter a number from ${allowed.min} to ${allowed.max}`;
  if (allowed?.max_length) return `Enter at most ${allowed.max_length} characters`;
  if (allowed?.first) return `Enter a date from ${allowed.first} to ${allowed.last}`;
  return detail;
}

// Over the quota the last prices stay as they are, and the newest values are sent once the wait is over.
function waitFor(seconds, problem) {
  if (!(seconds > 0)) {
    showProblem(problem);
    return;
  }
  const end = performance.now() + seconds * 1000;
  const tick = () => {
    const left = Math.ceil((end - performance.now()) / 1000);
    if (left <= 0) {
      calculate();
      return;
    }
    say(`Many changes in a short time: prices move again in ${left} s`);
    timer = setTimeout(tick, 1000);
  };
  pausedUntil = end;
  clearTimeout(timer);
  tick();
}

async function calculate() {
  const inputs = collect();
  if (inputs === null) {
    say("Prices wait until the marked fields are mended", true);
    return;
  }
  running?.abort();
  const mine = new AbortController();
  running = mine;
  const started = performance.now();
  try {
    const response = await fetch("/api/v1/calculations", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ inputs, outputs: names }),
      signal: mine.signal,
    });
    const body = await response.json();
    if (running !== mine) return;
    if (response.status === 429) {
      waitFor(Number(response.headers.get("Retry-After")), body);
      return;
    }
    if (!response.ok) {
      showProblem(body);
      return;
    }
    show(body);
    const count = Object.keys(inputs).length;
    const changes = count === 0 ? "as the workbook stands" : count === 1 ? "1 change" : `${count} changes`;
    say(`Up to date, ${changes} (${Math.round(performance.now() - started)} ms)`);
    reset.hidden = count === 0;
  } catch (error) {
    if (error.name !== "AbortError") say("No answer: check the connection, then change a field to try again", true);
  }
}

function soon() {
  // While a wait runs, it sends what the fields hold at its end.
  if (performance.now() < pausedUntil) return;
  clearTimeout(timer);
  timer = setTimeout(calculate, DELAY);
}

for (const field of fields) field.dataset.start = field.value;
form.addEventListener("input", soon);
form.addEventListener("submit", (event) => event.preventDefault());
reset.addEventListener("click", () => {
  form.reset();
  calculate();
});

// One part of the estimate at a time. Its prices unfold with it; prices that belong to no part stay as they are.
const links = [...document.querySelectorAll("nav a")];
function open(group) {
  for (const link of links) {
    if (link.dataset.group === group) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  for (const section of form.querySelectorAll("section")) section.hidden = section.id !== `g${group}`;
  for (const details of document.querySelectorAll("details[data-group]")) details.open = details.dataset.group === group;
  document.getElementById("outputs").scrollTop = 0;
}
for (const link of links) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    open(link.dataset.group);
    window.scrollTo({ top: 0 });
  });
}
if (links.length > 0) open(links[0].dataset.group);
