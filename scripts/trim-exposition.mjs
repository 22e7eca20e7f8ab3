#!/usr/bin/env node
// Cuts what a program shows on its metrics endpoint down to what test/recordings/ needs: which families there are, which
// labels and buckets they have, and a few of their label sets.
//
//   curl -s http://127.0.0.1:9100/metrics | node scripts/trim-exposition.mjs > test/recordings/node-exporter.prom
//
//   --series-per-family N   label sets kept of a family, 8 by default; the buckets of a histogram and the quantiles of a
//                           summary count as one and are kept whole
//   --one REGEX             families of which one is kept; by default those of the Go runtime: 'go_.*'
//   --all REGEX             families kept whole, however many label sets they have: '.*' for kube-state-metrics
//   --drop REGEX            families left out. These expressions match the whole name.
//   --recorded SECONDS      when the program showed it, as Unix time; now by default
//   --counting SECONDS      for how long its counters had been counting: they are brought down (or up) to what they counted in
//                           ten minutes, which is what a replay takes them for. Without it they stay as they are.
//
// HELP lines and comments go. TYPE lines and the program's order stay. Of many label sets those are kept that bring the most
// label values not seen yet, of equal ones that with the highest value: every verb, code and device once, before any of them
// twice. Trimming twice changes nothing, but for --counting.
// Run by hand when a recording is made; never in CI.

import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: {
    'series-per-family': { type: 'string', default: '8' },
    one: { type: 'string', default: 'go_.*' },
    all: { type: 'string', default: '' },
    drop: { type: 'string', default: '' },
    recorded: { type: 'string' },
    counting: { type: 'string' },
  },
});

const SAMPLE = /^([a-zA-Z_:][\w:]*)(\{.*\})?\s+(\S+)(\s+-?\d+)?$/;
const LABEL = /[a-zA-Z_]\w*="(?:[^"\\]|\\.)*"/g;
const COUNTED_SECONDS = 600;
const PARTS = { histogram: /_(bucket|sum|count)$/, summary: /_(sum|count)$/ };

const whole = (pattern) => new RegExp(`^(?:${pattern || '(?!)'})$`);
const [isKeptWhole, isKeptOnce, isDropped] = [options.all, options.one, options.drop].map(whole);

const text = readFileSync(0, 'utf8');
const recorded = options.recorded ?? /^# RECORDED (\d+)$/m.exec(text)?.[1] ?? Math.floor(Date.now() / 1000);
const lines = familiesOf(text)
  .filter(({ name }) => !isDropped.test(name))
  .flatMap((family) => [...(family.type ? [`# TYPE ${family.name} ${family.type}`] : []), ...trimmed(family)]);
process.stdout.write([`# RECORDED ${recorded}`, ...lines, ''].join('\n'));

/** The families in the order of the program, each with its label sets, each with its lines. */
function familiesOf(exposition) {
  const families = new Map();
  const familyOf = (name, type) => {
    if (!families.has(name)) families.set(name, { name, type, sets: new Map() });
    return families.get(name);
  };
  for (const line of exposition.split(/\r?\n/)) {
    const [, typed, type] = /^# TYPE (\S+) (\S+)$/.exec(line) ?? [];
    if (typed) familyOf(typed, type);
    if (line === '' || line.startsWith('#')) continue;
    const [, name, labelText = '', value] = SAMPLE.exec(line) ?? [];
    if (!name) throw new Error(`this is no sample of the text format: ${line}`);
    const family = composedFamily(families, name) ?? familyOf(name);
    const inner = { histogram: 'le=', summary: 'quantile=' }[family.type];
    const labels = (labelText.match(LABEL) ?? []).filter((label) => !inner || !label.startsWith(inner));
    const key = labels.join();
    // the last line of a histogram or summary is its count
    const set = family.sets.get(key) ?? { labels, lines: [] };
    family.sets.set(key, { labels, lines: [...set.lines, line], size: Number(value) });
  }
  return [...families.values()];
}

/** The histogram or summary that a sample belongs to. */
function composedFamily(families, name) {
  return Object.entries(PARTS)
    .map(([type, suffix]) => ({ type, family: suffix.test(name) && families.get(name.replace(suffix, '')) }))
    .find(({ type, family }) => family && family.type === type)?.family;
}

function trimmed({ name, type, sets }) {
  const limit = isKeptOnce.test(name) ? 1 : Number(options['series-per-family']);
  const all = [...sets.values()];
  const kept = isKeptWhole.test(name) || all.length <= limit ? new Set(all) : mostVaried(all, limit);
  return all.filter((set) => kept.has(set)).flatMap((set) => set.lines.map((line) => asCounted(type, line)));
}

/** A sample with what its counter would be after ten minutes. */
function asCounted(type, line) {
  const [, name, labelText = '', value, date = ''] = SAMPLE.exec(line);
  const isCounter = type === 'counter' || PARTS[type]?.test(name);
  if (!isCounter || !options.counting) return line;
  const counted = Number(value) * (COUNTED_SECONDS / Number(options.counting));
  return `${name}${labelText} ${value.includes('.') ? Number(counted.toPrecision(9)) : Math.round(counted)}${date}`;
}

function mostVaried(sets, limit) {
  const [kept, seen] = [new Set(), new Set()];
  const news = ({ labels }) => labels.filter((label) => !seen.has(label)).length;
  const better = (best, set) => (news(set) - news(best) || set.size - best.size) > 0;
  while (kept.size < limit) {
    const next = sets.filter((set) => !kept.has(set)).reduce((best, set) => (better(best, set) ? set : best));
    kept.add(next);
    next.labels.forEach((label) => seen.add(label));
  }
  return kept;
}
