/** A metric family of Prometheus' text format. */
export interface Family {
  readonly name: string;
  /** `counter`, `gauge`, `histogram`, `summary` or `untyped`. */
  readonly type: string;
  readonly samples: readonly Sample[];
}

export interface Sample {
  /** The family's name, or that with `_bucket`, `_sum` or `_count`. */
  readonly name: string;
  readonly labels: { readonly [name: string]: string };
  /** The labels as they are written, braces and all; '' when there are none. */
  readonly labelText: string;
  readonly value: number;
}

const SAMPLE = /^([a-zA-Z_:][\w:]*)(\{.*\})?\s+(\S+)(?:\s+(-?\d+))?$/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g;

/** Reads the text format; fails for a line that is none of it. */
export function parseExposition(text: string): Family[] {
  const families = new Map<string, { name: string; type: string; samples: Sample[] }>();
  const familyOf = (name: string, type = 'untyped'): { type: string; samples: Sample[] } => {
    const known = families.get(name) ?? { name, type, samples: [] };
    families.set(name, known);
    return known;
  };
  for (const line of text.split('\n')) {
    const [, typed, type] = /^# TYPE (\S+) (\S+)$/.exec(line) ?? [];
    if (typed !== undefined) familyOf(typed, type);
    if (line === '' || line.startsWith('#')) continue;
    const sample = sampleOf(line);
    const base = sample.name.replace(/_(bucket|sum|count)$/, '');
    const composed = ['histogram', 'summary'].includes(families.get(base)?.type ?? '');
    familyOf(composed ? base : sample.name).samples.push(sample);
  }
  return [...families.values()];
}

function sampleOf(line: string): Sample {
  const [, name, labelText = '', value] = SAMPLE.exec(line) ?? [];
  if (name === undefined || value === undefined) throw new Error(`this is no sample: ${line}`);
  const labels = [...labelText.matchAll(LABEL)].map(([, label = '', text = '']) => [label, unescaped(text)] as const);
  return { name, labels: Object.fromEntries(labels), labelText, value: numberOf(value) };
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, (_, char: string) => (char === 'n' ? '\n' : char));
}

function numberOf(text: string): number {
  const [, sign, infinite] = /^([+-]?)(inf)$/i.exec(text) ?? [];
  if (infinite !== undefined) return sign === '-' ? -Infinity : Infinity;
  return Number(text);
}
