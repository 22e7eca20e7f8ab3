import { parseDocument, type ScalarTag, type Tags } from 'yaml';

/**
 * Reads YAML the way kubectl does, which is neither YAML 1.1 nor 1.2 but go-yaml v2 behind sigs.k8s.io/yaml: `y`, `on` and
 * `No` are booleans, `0o17`, `017` and `0b1111` are 15, `1_000` is 1000, while dates and `12:30:45` stay text. Every rule here
 * was measured with `kubectl label --local -o json`; kubectl-yaml.test.ts holds the table.
 *
 * Stricter than kubectl in two points: a key that stands twice is an error (the API server's strict field validation says so
 * too), and so are raw U+0085, U+2028 and U+2029, which kubectl folds to blanks or chokes on, depending on where they stand.
 */
export function readYaml(text: string): any[] {
  const forbidden = FORBIDDEN.exec(text);
  if (forbidden)
    throw new Error(`control characters are not allowed: ${codePoint(forbidden[0])} at ${forbidden.index}`);
  const lineBreak = /[\x85\u2028\u2029]/.exec(text);
  if (lineBreak) throw new Error(`kubectl reads ${codePoint(lineBreak[0])} at ${lineBreak.index} as a line break`);

  // kubectl splits the stream by lines before any YAML is parsed
  return text
    .split(/^---[ \t\r]*$/m)
    .map(readDocument)
    .filter((document) => document !== null && document !== undefined);
}

/** Reads a text that holds one document. */
export function readYamlDocument(text: string): any {
  const documents = readYaml(text);
  if (documents.length !== 1) throw new Error(`expected one YAML document, found ${documents.length}`);
  return documents[0];
}

// what the reader of go-yaml refuses, plus the lone surrogates that UTF-8 cannot carry
const FORBIDDEN = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

const INTEGER = /^([-+]_*)?(0[xX]_*[\da-fA-F][\da-fA-F_]*|0[bB]_*[01][01_]*|0[oO]_*[0-7][0-7_]*|0[0-7_]*|[1-9][\d_]*)$/;
const FLOAT = /^([-+]_*)?(\.\d[\d_]*|\d[\d_]*(\.[\d_]*)?)([eE]_*[-+]?_*\d[\d_]*)?$/;

const NULL: ScalarTag = {
  tag: 'tag:yaml.org,2002:null',
  default: true,
  test: /^(~|null|Null|NULL)?$/,
  resolve: () => null,
};

const BOOLEAN: ScalarTag = {
  tag: 'tag:yaml.org,2002:bool',
  default: true,
  test: /^([yY]|yes|Yes|YES|on|On|ON|true|True|TRUE|[nN]|no|No|NO|off|Off|OFF|false|False|FALSE)$/,
  resolve: (text) => /^(y|yes|on|true)$/i.test(text),
};

const INT: ScalarTag = { tag: 'tag:yaml.org,2002:int', default: true, test: INTEGER, resolve: integer };

const DECIMAL: ScalarTag = {
  tag: 'tag:yaml.org,2002:float',
  default: true,
  test: FLOAT,
  resolve: (text) => {
    const value = Number(text.replaceAll('_', ''));
    // out of range for a float64: go-yaml leaves such a scalar as text
    return Number.isFinite(value) ? value : text;
  },
};

const INFINITE: ScalarTag = {
  tag: 'tag:yaml.org,2002:float',
  default: true,
  test: /^([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$/,
  resolve: (text, onError) => {
    onError(`unsupported value: ${text}`);
    return text;
  },
};

function integer(text: string): number {
  const [, sign, digits = ''] = /^([-+]?)(.*)$/.exec(text.replaceAll('_', ''))!;
  const value = Number(/^0[0-7]+$/.test(digits) ? `0o${digits}` : digits);
  return sign === '-' && value !== 0 ? -value : value;
}

function goScalars(tags: Tags): Tags {
  const kept = tags.filter((tag) => typeof tag === 'object' && /:(map|seq|str)$/.test(tag.tag));
  return [...kept, NULL, BOOLEAN, INT, DECIMAL, INFINITE, 'merge'];
}

function readDocument(text: string): unknown {
  const document = parseDocument(text, { schema: 'core', customTags: goScalars, resolveKnownTags: false });
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem) throw problem;
  return document.toJS();
}

function codePoint(character: string): string {
  return `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
}
