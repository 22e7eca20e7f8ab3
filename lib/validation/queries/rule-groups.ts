import { configTexts } from '../config-texts';
import type { ManifestObject } from '../manifest-object';
import { isObject, listOf, placedList, type Fields, type Placed } from '../untyped';
import { logqlProblems } from '../../model/query/logql-syntax';
import { promqlProblems } from '../../model/query/promql-syntax';

/** Rule groups that one program reads as one file. */
export interface RuleFile {
  readonly object: ManifestObject;
  readonly language: 'promql' | 'logql';
  readonly groups: readonly Placed[];
}

/** The rules of a file, over all its groups. */
export function rulesOf(file: RuleFile): readonly Placed[] {
  return file.groups.flatMap(({ at, fields }) => placedList(`${at}.rules`, fields['rules']));
}

/** The expression of a rule as text; undefined where there is none. */
export function expressionOf(rule: Fields): string | undefined {
  const { expr } = rule;
  return typeof expr === 'number' ? String(expr) : typeof expr === 'string' && expr.trim() !== '' ? expr : undefined;
}

/**
 * The rule groups of an object: a PrometheusRule, the rules of Loki's operator, and the files of a ConfigMap that hold `groups`
 * as Prometheus and Loki read them. Rules that Grafana evaluates itself have another form and are left out.
 */
export function ruleFilesOf(object: ManifestObject): readonly RuleFile[] {
  const { kind, group } = object;
  const inSpec = (): readonly Placed[] => placedList('spec.groups', object.spec['groups']);
  if (kind === 'PrometheusRule' && group === 'monitoring.coreos.com') {
    return [{ object, language: 'promql', groups: inSpec() }];
  }
  if (['AlertingRule', 'RecordingRule'].includes(kind) && group === 'loki.grafana.com') {
    return [{ object, language: 'logql', groups: inSpec() }];
  }
  return configTexts(object)
    .filter(({ content }) => holdsRules(content))
    .map(({ at, content }) => {
      const groups = placedList(`${at}: groups`, content['groups']);
      return { object, language: languageOf(object, groups), groups };
    });
}

function holdsRules({ groups, apiVersion }: Fields): boolean {
  // Grafana's own provisioning files begin with `apiVersion: 1`
  if (apiVersion !== undefined || !Array.isArray(groups) || groups.length === 0) return false;
  const rules = groups.filter(isObject).flatMap(({ rules: inner }) => listOf(inner));
  return rules.some((rule) => isObject(rule) && ['expr', 'alert', 'record'].some((field) => field in rule));
}

/** Loki's and Prometheus' rule files look alike: the label of Loki's sidecar tells, or else which language reads more of it. */
function languageOf(object: ManifestObject, groups: readonly Placed[]): RuleFile['language'] {
  if ('loki_rule' in object.labels) return 'logql';
  const expressions = groups
    .flatMap(({ fields }) => listOf(fields['rules']))
    .flatMap((rule) => (isObject(rule) ? (expressionOf(rule) ?? []) : []));
  const unreadable = expressions.filter((text) => promqlProblems(text).length > 0);
  const asLogql = unreadable.filter((text) => logqlProblems(text).length === 0);
  return asLogql.length > 0 && asLogql.length * 2 >= expressions.length ? 'logql' : 'promql';
}
