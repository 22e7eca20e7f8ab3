import {
  ContainerImage,
  Credentials,
  Dashboard,
  GrafanaDiscovery,
  KubeStateMetrics,
  LogPipeline,
  LogStage,
  LokiSchemaPeriod,
  RelabelRule,
  Rule,
  RuleGroup,
  ScrapeTarget,
  Severity,
  StoredMetrics,
} from '../../lib';
import { testChart } from '../support/manifests';
import { long, make, synthesized } from './bad-case';

const COUNT = 100_000;
const list = <T>(item: (index: number) => T, count = COUNT): T[] =>
  Array.from({ length: count }, (_, index) => item(index));
const map = (value: string, count = COUNT): { [key: string]: string } =>
  Object.fromEntries(list((index) => [`key_${index}`, value], count));
const alert = (index: number): Rule =>
  Rule.alert(`Down${index}`, { expr: `up{shard="${index}"} == 0`, severity: Severity.INFO, summary: 'Down' });
const nested = (depth: number): object => {
  let value: object = {};
  for (let level = 0; level < depth; level += 1) value = { inner: value };
  return value;
};

type HugeCase = readonly [what: string, code: () => unknown];

/** Lists that no cluster needs. Each must work or be refused in a sentence. */
const HUGE: readonly HugeCase[] = [
  [
    'hosts of a target',
    () =>
      synthesized(
        make.prometheus({
          scrapeTargets: [
            ScrapeTarget.hosts(
              'x',
              list((i) => `h${i}:80`),
            ),
          ],
        }),
      ),
  ],
  [
    'scrape targets',
    () => synthesized(make.prometheus({ scrapeTargets: list((i) => ScrapeTarget.hosts(`job-${i}`, ['a:1']), 2000) })),
  ],
  [
    'relabel rules of a target',
    () =>
      synthesized(
        make.prometheus({
          scrapeTargets: [
            ScrapeTarget.hosts('x', ['a:1'], {
              relabelRules: list((i) => RelabelRule.setLabel('team', `${i}`), 5_000),
            }),
          ],
        }),
      ),
  ],
  [
    'source labels of a relabel rule',
    () =>
      RelabelRule.keep(
        list((i) => `label_${i}`),
        'x',
      ),
  ],
  ['labels of pods', () => ScrapeTarget.pods('x', { namespace: 'x', portName: 'http', matchLabels: map('x') })],
  [
    'rules of a group',
    () => synthesized(make.prometheus({ ruleGroups: [new RuleGroup('x', { rules: list(alert, 2000) })] })),
  ],
  [
    'groups of rules',
    () =>
      synthesized(make.prometheus({ ruleGroups: list((i) => new RuleGroup(`g${i}`, { rules: [alert(0)] }), 2000) })),
  ],
  [
    'labels of an alert',
    () => Rule.alert('Down', { expr: 'up', severity: Severity.INFO, summary: 'x', labels: map('x') }),
  ],
  ['labels of samples', () => synthesized(make.prometheus({ externalLabels: map('x', 10_000) }))],
  ['metrics to store', () => StoredMetrics.onlyRead(list((i) => `metric_${i}`, 10_000))],
  ['an expression', () => Rule.record('x', { expr: list(() => 'up').join(' + ') })],
  ['an expression of brackets', () => Rule.record('x', { expr: `${long(10_000, '(')}up${long(10_000, ')')}` })],
  ['a regular expression', () => RelabelRule.keep(['x'], list((i) => `job-${i}`, 10_000).join('|'))],
  ['a regular expression of brackets', () => RelabelRule.keep(['x'], `${long(10_000, '(')}x${long(10_000, ')')}`)],
  [
    'stages of a pipeline',
    () =>
      LogPipeline.forSelector(
        '{app="x"}',
        list((i) => LogStage.drop(`x${i}`), 10_000),
      ),
  ],
  ['fields of a line', () => LogStage.logfmt(map('x'))],
  ['labels of a line', () => LogStage.labels(...list((i) => `label_${i}`, 50_000))],
  ['a selector', () => LogPipeline.forSelector(`{${list((i) => `l${i}="x"`, 5_000).join(',')}}`, [LogStage.drop('x')])],
  ['periods of Loki', () => synthesized(make.loki({ schemaPeriods: list(() => new LokiSchemaPeriod('2024-01-01')) }))],
  ['keys of a configuration', () => synthesized(make.loki({ extraConfig: { ruler: map('x') } }))],
  ['a list of a configuration', () => synthesized(make.promtail({ extraConfig: { server: { x: list((i) => i) } } }))],
  ['levels of a configuration', () => make.loki({ extraConfig: nested(COUNT) })],
  ['blocks of Alloy', () => make.alloy({ extraConfig: long(COUNT, '{') })],
  ['plugins', () => synthesized(make.grafana({ disabledPlugins: list((i) => `plugin-${i}`) }))],
  ['pull secrets', () => synthesized(make.loki({ imagePullSecrets: list((i) => `secret-${i}`, 5_000) }))],
  ['namespaces', () => GrafanaDiscovery.labelledConfigMaps({ namespaces: list((i) => `ns-${i}`) })],
  [
    'panels of a dashboard',
    () =>
      synthesized(
        make.grafana({
          dashboards: [
            Dashboard.fromJson({
              uid: 'x',
              title: 'X',
              panels: list(
                (id) => ({ id, type: 'text', title: `P${id}`, gridPos: { x: 0, y: id, w: 24, h: 1 } }),
                10_000,
              ),
            }),
          ],
        }),
      ),
  ],
  ['levels of a dashboard', () => Dashboard.fromJson({ uid: 'x', title: 'X', panels: [nested(COUNT)] })],
  [
    'dashboards',
    () => make.grafana({ dashboards: list((i) => Dashboard.fromJson({ uid: `d${i}`, title: `D${i}` }), 2000) }),
  ],
  [
    'resources',
    () => new KubeStateMetrics(testChart(), 'Metrics', { metricLabelsAllowlist: { pods: list((i) => `team-${i}`) } }),
  ],
  ['a name', () => make.loki({ name: long(1_000_000) })],
  ['an image', () => ContainerImage.parse(`${long(1_000_000, 'a-')}:1`)],
  ['a password', () => make.grafana({ admin: Credentials.insecureDemo('admin', long(1_000_000)) })],
  [
    'a template',
    () => Rule.alert('x', { expr: 'up', severity: Severity.INFO, summary: list(() => '{{ $value }}').join('') }),
  ],
  [
    'a template that is open',
    () => Rule.alert('x', { expr: 'up', severity: Severity.INFO, summary: long(COUNT, '{') }),
  ],
  ['a template of quotes', () => LogStage.template('x', `{{ ${long(COUNT, '"\\')}`)],
];

describe('huge lists', () => {
  test.each(HUGE)('%s: taken, or refused in a sentence, and soon', (_, code) => {
    const begun = performance.now();
    const { type, message } = fateOf(code);

    // a RangeError is an overflow of the stack, a TypeError a place where nobody looked
    expect(type).toBe('Error');
    expect(message).toMatch(/^\[|^Failed serializing construct at path '.+' with name '.+': Error: \[/);
    expect(message.length).toBeLessThan(2000);
    // each takes at most some two seconds; what grows with the square of the list takes minutes
    expect(performance.now() - begun).toBeLessThan(20_000);
  });
});

function fateOf(code: () => unknown): { readonly type: string; readonly message: string } {
  try {
    code();
    return { type: 'Error', message: '[taken]' };
  } catch (error) {
    const { constructor, message } = error as Error;
    return { type: constructor.name, message };
  }
}
