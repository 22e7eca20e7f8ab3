import { RE2JS } from 're2js';

/** The labels of a target, a sample or a log stream. */
export interface Labels {
  readonly [name: string]: string;
}

/** A relabel rule as Prometheus and Promtail read it. */
export interface RelabelConfig {
  readonly action?: string;
  readonly source_labels?: readonly string[];
  readonly separator?: string;
  readonly regex?: string;
  readonly target_label?: string;
  readonly replacement?: string;
}

/**
 * What relabelling makes of some labels; undefined when they are dropped.
 *
 * Written after the semantics of Prometheus' relabel package: anchored RE2 in which `.` matches line breaks, empty labels
 * removed. Labels that begin with `__` are left in; `visible` takes them off.
 */
export function relabelled(labels: Labels, rules: readonly RelabelConfig[]): Labels | undefined {
  let result: { [name: string]: string } = { ...labels };
  for (const rule of rules) {
    const next = applied(result, rule);
    if (next === undefined) return undefined;
    result = Object.fromEntries(Object.entries(next).filter(([, value]) => value !== ''));
  }
  return result;
}

/** The labels that are stored: those that do not begin with `__`. */
export function visible(labels: Labels): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => !name.startsWith('__')));
}

function applied(labels: { [name: string]: string }, rule: RelabelConfig): { [name: string]: string } | undefined {
  const { action = 'replace', source_labels: sources = [], separator = ';', replacement = '$1' } = rule;
  const pattern = compiled(`^(?s:${rule.regex ?? '(.*)'})$`);
  const value = sources.map((name) => labels[name] ?? '').join(separator);
  const names = (matches: boolean): { [name: string]: string } =>
    Object.fromEntries(Object.entries(labels).filter(([name]) => pattern.matcher(name).find() === matches));

  switch (action) {
    case 'keep':
      return pattern.matcher(value).find() ? labels : undefined;
    case 'drop':
      return pattern.matcher(value).find() ? undefined : labels;
    case 'labeldrop':
      return names(false);
    case 'labelkeep':
      return names(true);
    case 'labelmap':
      return { ...labels, ...mapped(labels, pattern, replacement) };
    case 'replace': {
      const matcher = pattern.matcher(value);
      if (!matcher.find()) return labels;
      const target = expanded(rule.target_label ?? '', matcher);
      return { ...labels, [target]: expanded(replacement, matcher) };
    }
    default:
      throw new Error(`this relabeller does not know the action '${action}'`);
  }
}

const patterns = new Map<string, RE2JS>();

/** Compiled once: the same rule meets thousands of samples. */
function compiled(regex: string): RE2JS {
  const known = patterns.get(regex) ?? RE2JS.compile(regex);
  patterns.set(regex, known);
  return known;
}

function mapped(labels: Labels, pattern: RE2JS, replacement: string): Labels {
  const result: { [name: string]: string } = {};
  for (const [name, value] of Object.entries(labels)) {
    const matcher = pattern.matcher(name);
    if (matcher.find()) result[expanded(replacement, matcher)] = value;
  }
  return result;
}

function expanded(template: string, matcher: ReturnType<RE2JS['matcher']>): string {
  return template.replace(/\$(?:\$|(\w+)|\{(\w+)\})/g, (_text: string, bare?: string, braced?: string) => {
    const name = bare ?? braced;
    if (name === undefined) return '$';
    if (!/^\d+$/.test(name)) return matcher.group(name) ?? '';
    return Number(name) <= matcher.groupCount() ? (matcher.group(Number(name)) ?? '') : '';
  });
}
