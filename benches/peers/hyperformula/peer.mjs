// HyperFormula behind the protocol of `cargo xtask compare` (benches/protocol).
//
// Set up as its guides advise: like Excel, with the index for look-ups in columns, and with room for as many rows as Excel has. It reads no
// .xlsx, so it is given the cells as JSON. A full recalculation is that of its evaluator alone: what it offers openly
// (`rebuildAndRecalculate`) parses every formula again.

import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { HyperFormula } from 'hyperformula';

const OPTIONS = {
  licenseKey: 'gpl-v3',
  evaluateNullToZero: true,
  ignoreWhiteSpace: 'any',
  localeLang: 'en-US',
  maxColumns: 16_384,
  maxRows: 1_048_576,
  nullDate: { year: 1899, month: 12, day: 30 },
  useColumnIndex: true,
  useWildcards: true,
};

let engine;

const now = () => Number(process.hrtime.bigint()) / 1e9;

function timed(run) {
  const start = now();
  run();
  return now() - start;
}

function repeat(often, run) {
  const start = now();
  const times = [];
  const least = often.least ?? 1;
  while (times.length < least || (times.length < often.runs && now() - start < often.within)) {
    times.push(run(times.length));
  }
  return times;
}

function address({ sheet, row, column }) {
  return { sheet: engine.getSheetId(sheet), row, col: column };
}

function set(cell, value) {
  const content = typeof value === 'string' ? `'${value}` : value;
  return timed(() => engine.setCellContents(address(cell), content));
}

function read(cell) {
  const value = engine.getCellValue(address(cell));
  return value !== null && typeof value === 'object' ? { error: value.value } : value;
}

function load(file) {
  const { names, sheets } = JSON.parse(readFileSync(file, 'utf8'));
  for (const name of Object.keys(sheets)) {
    const rows = [];
    for (const [row, column, content] of sheets[name]) {
      while (rows.length <= row) rows.push([]);
      while (rows[row].length < column) rows[row].push(null);
      rows[row][column] = content;
    }
    sheets[name] = rows;
  }
  const order = Object.keys(sheets);
  // It takes a name such as Group1 for a cell.
  const usable = names.filter(({ name }) => !/^[A-Za-z]+\d+$/.test(name));
  const named = usable.map(({ name, scope, formula }) => ({
    name,
    expression: `=${formula}`,
    scope: scope === null ? undefined : order.indexOf(scope),
  }));
  // As its guide on compatibility with Excel advises.
  named.push({ name: 'TRUE', expression: '=TRUE()' }, { name: 'FALSE', expression: '=FALSE()' });
  return timed(() => {
    engine = HyperFormula.buildFromSheets(sheets, OPTIONS, named);
  });
}

function edit({ cell, values, reads, runs, within }) {
  const answers = [];
  const seconds = repeat({ runs, within, least: values.length }, (turn) => {
    const time = set(cell, values[turn % values.length]);
    if (answers.length < values.length) answers.push(reads.map(read));
    return time;
  });
  if (seconds.length % values.length !== 0) set(cell, values.at(-1));
  return { seconds, values: answers };
}

function memory() {
  const status = readFileSync('/proc/self/status', 'utf8');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)[1]);
}

const works = {
  about: () => ({ name: `HyperFormula ${HyperFormula.version}` }),
  load: ({ json }) => ({ seconds: [load(json)] }),
  calculate: () => ({ cannot: 'calculates while it builds: that time is in its load' }),
  full: (often) => ({ seconds: repeat(often, () => timed(() => engine.evaluator.run())) }),
  edit,
  demand: () => ({ cannot: 'brings all dependents up to date at each edit' }),
  sweep: ({ edits }) => ({
    seconds: edits.map(({ cell, value, back }) => {
      const time = set(cell, value);
      set(cell, back);
      return time;
    }),
  }),
  read: ({ cells }) => ({ values: cells.map(read) }),
  memory: () => ({ kib: memory() }),
};

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  let answer;
  try {
    const work = works[request.do];
    answer = work ? work(request) : { cannot: `does not know the work "${request.do}"` };
  } catch (error) {
    answer = { cannot: String(error.message ?? error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
