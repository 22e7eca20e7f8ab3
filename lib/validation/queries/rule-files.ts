import type { Check, Finding, Flaw } from '../check';
import { fieldsOf, isObject, placedList, textOf, twins, type Fields, type Placed } from '../untyped';
import { didYouMean } from '../../model/query/closest-word';
import { isPrometheusDuration } from './prometheus-duration';
import { expressionOf, ruleFilesOf, type RuleFile } from './rule-groups';

// rulefmt of Prometheus 3, and what Thanos, Mimir, Loki and the operator add
const GROUP_FIELDS =
  'name interval query_offset limit labels rules partial_response_strategy source_tenants evaluation_delay align_evaluation_time_on_interval remote_write'.split(
    ' ',
  );
const RULE_FIELDS = ['record', 'alert', 'expr', 'for', 'keep_firing_for', 'labels', 'annotations'];

/** The form of rule groups: what `promtool check rules` says besides the expressions. */
export const RULE_FILES: Check = {
  name: 'rule-file',
  severity: 'high',
  why: 'Prometheus and Loki refuse a rule file whose groups are not of the form that they know; the operator drops it.',
  fix: 'Give each group a name of its own, and each rule either `record` or `alert`, an `expr`, and known fields alone.',
  run: ({ objects }) =>
    objects
      .flatMap(ruleFilesOf)
      .flatMap((file) => fileFlaws(file).map((flaw): Finding => ({ object: file.object, ...flaw }))),
};

function fileFlaws({ groups }: RuleFile): readonly Flaw[] {
  const names = groups.map(({ fields }) => fields['name']);
  const twice = twins(names.filter((name) => typeof name === 'string'));
  return groups.flatMap((group, index) => [
    ...groupFlaws(group),
    ...(twice.includes(String(names[index])) && names.indexOf(names[index]) < index
      ? [{ at: `${group.at}.name`, message: `a group named '${String(names[index])}' stands before; rename one` }]
      : []),
  ]);
}

function groupFlaws({ at, fields }: Placed): readonly Flaw[] {
  const { name } = fields;
  const isNamed = typeof name === 'string' && name !== '';
  const rules = placedList(`${at}.rules`, fields['rules']);
  return [
    ...(isNamed ? [] : [{ at, message: "the group has no 'name'" }]),
    ...unknownFields(at, fields, GROUP_FIELDS),
    ...durationFlaws(at, fields, ['interval', 'query_offset']),
    ...rules.flatMap(ruleFlaws),
    ...duplicateFlaws(rules),
  ];
}

function ruleFlaws({ at, fields }: Placed): readonly Flaw[] {
  const { record, alert } = fields;
  const flaws: Flaw[] = [...unknownFields(at, fields, RULE_FIELDS)];
  if ((record === undefined) === (alert === undefined)) {
    flaws.push({ at, message: "a rule has either 'record' or 'alert'; this one has " + (record ? 'both' : 'none') });
  }
  if (expressionOf(fields) === undefined) flaws.push({ at, message: "the rule has no 'expr'" });
  if (typeof record === 'string') flaws.push(...recordFlaws(at, record, fields));
  return [...flaws, ...durationFlaws(at, fields, ['for', 'keep_firing_for']), ...labelFlaws(at, fields)];
}

function recordFlaws(at: string, record: string, fields: Fields): readonly Flaw[] {
  const alone = ['for', 'keep_firing_for', 'annotations'].filter((field) => fields[field] !== undefined);
  const isMetric = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(record);
  return [
    ...alone.map((field) => ({ at: `${at}.${field}`, message: `'${field}' is for alerts; a recording rule has none` })),
    ...(isMetric
      ? []
      : [{ at: `${at}.record`, message: `'${record}' is no metric name: letters, digits, '_' and ':' alone` }]),
  ];
}

function labelFlaws(at: string, fields: Fields): readonly Flaw[] {
  const names = Object.keys(fieldsOf(fields['labels'])).map((name) => ['labels', name] as const);
  const annotations = Object.keys(fieldsOf(fields['annotations'])).map((name) => ['annotations', name] as const);
  return [...names, ...annotations].flatMap(([field, name]): Flaw[] => {
    const place = `${at}.${field}['${name}']`;
    if (name === '__name__')
      return [{ at: place, message: "'__name__' is the name of the series, not one of its labels" }];
    if (!/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name)) {
      // Prometheus 3 takes it, and most of what reads the alert does not
      const message = `'${name}' is a label name to Prometheus 3 alone; use letters, digits and '_'`;
      return [{ at: place, message, severity: 'medium' }];
    }
    const value = fieldsOf(fields[field])[name];
    return isObject(value) || Array.isArray(value) ? [{ at: place, message: 'the value must be text' }] : [];
  });
}

/** Twins write one sample twice; rules that share a name alone write different series, as recorded ones often do. */
function duplicateFlaws(rules: readonly Placed[]): readonly Flaw[] {
  const keys = rules.map(({ fields: { record, alert, labels, expr } }) =>
    JSON.stringify([record, alert, labels ?? {}, expr]),
  );
  return rules.flatMap(({ at, fields }, index): Flaw[] => {
    if (keys.indexOf(keys[index]!) === index) return [];
    const name = textOf(fields['record']) ?? textOf(fields['alert']) ?? '';
    return [
      {
        at,
        message: `'${name}' stands before in this group, with the same expression and labels; leave one out`,
        severity: 'medium',
      },
    ];
  });
}

function durationFlaws(at: string, fields: Fields, names: readonly string[]): readonly Flaw[] {
  return names
    .filter((name) => fields[name] !== undefined && fields[name] !== null && !isPrometheusDuration(fields[name]))
    .map((name) => ({
      at: `${at}.${name}`,
      message: `${JSON.stringify(fields[name])} is no duration; write it as '30s', '5m' or '1h30m'`,
    }));
}

function unknownFields(at: string, fields: Fields, known: readonly string[]): readonly Flaw[] {
  return Object.keys(fields)
    .filter((field) => !known.includes(field))
    .map((field) => ({
      at: `${at}.${field}`,
      message: `there is no field '${field}' here${didYouMean(field, known)}`,
    }));
}
