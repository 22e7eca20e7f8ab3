import { RelabelRule, ScrapeTarget, StoredMetrics, HttpMixin } from '../../lib';
import { make, untyped, type BadCase } from './bad-case';

const target = (options: object): ScrapeTarget => ScrapeTarget.hosts('legacy', ['a:1'], options);

/** Relabel rules, regular expressions and labels. */
export const RELABELING: readonly BadCase[] = [
  [
    57,
    'a replacement without a target',
    () => RelabelRule.replace('', {}),
    `[RelabelRule replace] 'targetLabel' is ""; it must be a label name: letters, digits and '_', not beginning with a digit`,
  ],
  [
    57,
    'a modulus of nothing',
    () => RelabelRule.hashMod(['__address__'], 'shard', 0),
    "[RelabelRule hashmod] 'modulus' is 0; it must be a whole number of at least 1",
  ],
  [
    57,
    'a rule that keeps by no label',
    () => RelabelRule.keep([], 'x'),
    "[RelabelRule keep] 'sourceLabels' is []; it must name at least one label, such as '__name__'",
  ],
  [
    57,
    'null in the place of a rule',
    () => target({ relabelRules: [null] }),
    "[ScrapeTarget legacy] 'relabelRules' is null; it must be made by RelabelRule.drop(...) and the like",
  ],
  [
    57,
    'data in the place of a rule',
    () => target({ metricRelabelRules: [{ action: 'kepp' }] }),
    `[ScrapeTarget legacy] 'metricRelabelRules' is {"action":"kepp"}; it must be made by RelabelRule.drop(...) and the like`,
  ],
  [
    58,
    'a look-ahead',
    () => RelabelRule.drop(['__name__'], '(?!x)'),
    '[RelabelRule drop] \'regex\' is "(?!x)"; invalid or unsupported Perl syntax: `(?!`; RE2 has no look-ahead',
  ],
  [
    58,
    'a back-reference',
    () => RelabelRule.keep(['__name__'], '(a)\\1'),
    '[RelabelRule keep] \'regex\' is "(a)\\\\1"; invalid escape sequence: `\\1`; RE2 has no back-references',
  ],
  [
    58,
    'a possessive repetition',
    () => RelabelRule.labelDrop('a++'),
    '[RelabelRule labeldrop] \'regex\' is "a++"; invalid nested repetition operator: `++`; RE2 has no possessive repetition',
  ],
  [
    58,
    'more than 1000 repetitions',
    () => RelabelRule.labelKeep('a{1001}'),
    '[RelabelRule labelkeep] \'regex\' is "a{1001}"; invalid repeat count: `{1001}`; RE2 repeats at most 1000 times',
  ],
  [
    58,
    'an open group',
    () => RelabelRule.labelMap('('),
    '[RelabelRule labelmap] \'regex\' is "("; missing closing ): `(`',
  ],
  [
    58,
    'a regular expression that is null',
    () => RelabelRule.labelMap(untyped(null)),
    "[RelabelRule labelmap] 'regex' is null; it must be text",
  ],
  [
    58,
    'a pattern of metrics that is none',
    () => StoredMetrics.onlyRead(['kube_[']),
    "[StoredMetrics] 'also' is \"kube_[\"; it must be a metric's name or an RE2 pattern for names: missing closing ]: `[`",
  ],
  [
    59,
    'a label with a hyphen',
    () => RelabelRule.copyLabel('my-label', 'team'),
    `[RelabelRule replace] 'sourceLabels' is "my-label"; it must be a label name: letters, digits and '_', not beginning with a digit`,
  ],
  [
    59,
    'a label in Korean',
    () => RelabelRule.setLabel('클러스터', 'x'),
    `[RelabelRule replace] 'targetLabel' is "클러스터"; it must be a label name: letters, digits and '_', not beginning with a digit`,
  ],
  [
    59,
    'an external label of Prometheus itself',
    () => make.prometheus({ externalLabels: { __x: 'y' } }),
    `[test/Prometheus] 'externalLabels' is "__x"; it must not begin with '__', which Prometheus keeps for itself`,
  ],
  [
    59,
    'a label of requests with a dot',
    () => new HttpMixin({ statusLabel: 'http.status' }),
    `[HttpMixin http] 'statusLabel' is "http.status"; it must be a label name: letters, digits and '_', not beginning with a digit`,
  ],
  [
    57,
    'a name with a $ that is none',
    () => RelabelRule.copyLabel('a', 'a-$1'),
    `[RelabelRule replace] 'targetLabel' is "a-$1"; it must be a label name: letters, digits and '_', not beginning with a digit`,
  ],
  [
    57,
    'a labelmap that makes no name',
    () => RelabelRule.labelMap('a(.*)', ''),
    `[RelabelRule labelmap] 'replacement' is ""; it must be a label name: letters, digits and '_', not beginning with a digit`,
  ],
  [
    16,
    'a character that YAML cannot carry in a regex',
    () => RelabelRule.labelDrop('\ufeffa'),
    `[RelabelRule labeldrop] 'regex' is "\\ufeffa"; it holds a character that YAML cannot carry: a control character, U+2028, or half of a pair`,
  ],
];
