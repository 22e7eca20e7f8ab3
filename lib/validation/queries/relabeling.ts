import type { Flaw } from '../check';
import { listOf, placedList, wordOf, type Fields, type Placed } from '../untyped';
import { didYouMean } from '../../model/query/closest-word';
import { re2Problem } from '../../model/query/re2';

/** The keys of a relabel rule: Prometheus writes them with `_`, the operator in camelCase. */
export type RelabelStyle = 'snake' | 'camel';

// relabel.Action of Prometheus 3; the operator takes them with a capital as well
const ACTIONS = 'replace keep drop keepequal dropequal hashmod labelmap labeldrop labelkeep lowercase uppercase'.split(
  ' ',
);
const WITH_TARGET = ['replace', 'hashmod', 'lowercase', 'uppercase', 'keepequal', 'dropequal'];
const FIELDS = ['source_labels', 'separator', 'target_label', 'regex', 'modulus', 'replacement', 'action'];

// the actions that take these fields and no other
const ALONE: { readonly [action: string]: readonly string[] } = {
  labeldrop: ['regex'],
  labelkeep: ['regex'],
  keepequal: ['source_labels', 'target_label'],
  dropequal: ['source_labels', 'target_label'],
};

/** What the program would object to in a list of relabel rules. */
export function relabelFlaws(at: string, rules: unknown, style: RelabelStyle = 'snake'): readonly Flaw[] {
  const empty = listOf(rules).flatMap((rule, index) =>
    rule === null ? [{ at: `${at}[${index}]`, message: 'the rule is empty; leave it out' }] : [],
  );
  return [...empty, ...placedList(at, rules).flatMap((rule) => ruleFlaws(rule, style))];
}

function ruleFlaws({ at, fields }: Placed, style: RelabelStyle): readonly Flaw[] {
  const key = (name: string): string => (style === 'snake' ? name : camelCase(name));
  const known = FIELDS.map(key);
  const action = wordOf(fields['action'] ?? 'replace').toLowerCase();
  const flaws: Flaw[] = Object.keys(fields)
    .filter((field) => !known.includes(field))
    .map((field) => ({
      at: `${at}.${field}`,
      message: `there is no field '${field}' here${didYouMean(field, known)}`,
    }));
  if (!ACTIONS.includes(action)) {
    flaws.push({ at: `${at}.action`, message: `there is no action '${action}'${didYouMean(action, ACTIONS)}` });
  }
  const target = key('target_label');
  if (WITH_TARGET.includes(action) && !fields[target]) {
    flaws.push({ at, message: `the action '${action}' needs '${target}', the label that it writes` });
  }
  if (action === 'hashmod' && !(Number(fields['modulus']) > 0)) {
    flaws.push({ at, message: "the action 'hashmod' needs a 'modulus' of at least 1" });
  }
  flaws.push(
    ...Object.keys(fields)
      .filter((field) => known.includes(field) && field !== 'action')
      .filter((field) => !(ALONE[action] ?? FIELDS).map(key).includes(field))
      .map((field) => ({ at: `${at}.${field}`, message: `the action '${action}' takes no '${field}'; leave it out` })),
  );
  return [...flaws, ...regexFlaws(at, fields), ...sourceFlaws(at, fields, key('source_labels'))];
}

function regexFlaws(at: string, { regex }: Fields): readonly Flaw[] {
  const problem = typeof regex === 'string' ? re2Problem(regex) : undefined;
  return problem === undefined ? [] : [{ at: `${at}.regex`, message: `${JSON.stringify(regex)}: ${problem}` }];
}

function sourceFlaws(at: string, fields: Fields, key: string): readonly Flaw[] {
  if (typeof fields[key] === 'string') {
    return [{ at: `${at}.${key}`, message: `it must be a list, such as ['${fields[key]}']` }];
  }
  return listOf(fields[key])
    .filter((label) => typeof label === 'string' && /[^\w.:/-]/.test(label))
    .map((label) => ({ at: `${at}.${key}`, message: `'${String(label)}' is no label name` }));
}

function camelCase(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
