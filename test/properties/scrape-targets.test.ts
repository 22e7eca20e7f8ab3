import fc from 'fast-check';
import { RelabelRule, ScrapeTarget } from '../../lib';
import { scrapeConfig } from '../../lib/prometheus/scrape-config';
import { describeWithAll, findProgram } from '../stack/run/programs';
import {
  anyDuration,
  anyText,
  nearlyLabelName,
  nearlyLabelValue,
  nearlyLabelKey,
  nearlyName,
  nearlyRegex,
  textOf,
} from './arbitraries';
import { saidOfConfig } from './programs';
import { accepted, some } from './property';

const labelNames = fc.array(nearlyLabelName, { maxLength: 3 });
const replacement = fc.oneof(fc.constantFrom('$1', '${1}', '$$', '${name}_x', '$', '${', ''), anyText);

/** Makes a relabel rule, or throws. */
type MakeRule = () => RelabelRule;

function rulesWith(expression: fc.Arbitrary<string>): fc.Arbitrary<MakeRule> {
  return fc.oneof(
    fc.tuple(labelNames, expression).map(
      ([from, by]) =>
        () =>
          RelabelRule.keep(from, by),
    ),
    fc.tuple(labelNames, expression).map(
      ([from, by]) =>
        () =>
          RelabelRule.drop(from, by),
    ),
    fc.tuple(nearlyLabelName, nearlyLabelName).map(
      ([from, to]) =>
        () =>
          RelabelRule.copyLabel(from, to),
    ),
    fc.tuple(nearlyLabelName, anyText).map(
      ([to, value]) =>
        () =>
          RelabelRule.setLabel(to, value),
    ),
    fc.tuple(expression, replacement).map(
      ([by, to]) =>
        () =>
          RelabelRule.labelMap(by, to),
    ),
    expression.map((by) => () => RelabelRule.labelDrop(by)),
    expression.map((by) => () => RelabelRule.labelKeep(by)),
    fc.tuple(labelNames, nearlyLabelName, fc.oneof(fc.nat(), fc.double())).map(
      ([from, to, modulus]) =>
        () =>
          RelabelRule.hashMod(from, to, modulus),
    ),
    fc
      .tuple(
        fc.oneof(nearlyLabelName, fc.constantFrom('$1_total', '${1}', '$x', 'a$', '$', '${a', 'a-$1', '$1$2', '1$1')),
        labelNames,
        expression,
        replacement,
        anyText,
      )
      .map(
        ([to, sourceLabels, by, written, separator]) =>
          () =>
            RelabelRule.replace(to, { sourceLabels, regex: by, replacement: written, separator }),
      ),
  );
}

const host = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(textOf('abc09.-_', 1, 12), fc.nat({ max: 70_000 })).map(address) },
  { weight: 2, arbitrary: fc.tuple(fc.ipV4(), fc.nat({ max: 65_535 })).map(address) },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.ipV6(), fc.nat({ max: 65_535 })).map(([ip, port]) => address([`[${ip}]`, port])),
  },
  fc.constantFrom('[:::::]:1', 'http://a:1', 'a', '[::1]', 'a b:1', '..:1', 'a:0'),
  anyText,
);

function address([name, port]: readonly [string, number]): string {
  return `${name}:${port}`;
}

const path = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('/metrics', '/%', '/%zz', '/a//b', '//a', '/é', '/{}', '/$1', '/${HOME}') },
  textOf('/a%?#{}$é', 0, 8).map((text) => `/${text}`),
  anyText,
);

const options = fc.record(
  {
    path,
    interval: anyDuration,
    timeout: anyDuration,
    honorLabels: fc.boolean(),
    sampleLimit: fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 1 }) }, fc.maxSafeInteger(), fc.double()),
  },
  { requiredKeys: [] },
);

// that of Debian has no discovery of Kubernetes
const hasDiscovery = findProgram('promtool')?.isStandIn === false;

/** All of them in one configuration; a timeout without an interval is held against that of the stack, which is not here. */
function configOf(targets: readonly ScrapeTarget[]): unknown {
  const jobs = targets
    .filter(({ _options: { timeout, interval } }) => timeout === undefined || interval !== undefined)
    .map((target) => {
      const { kubernetes_sd_configs, ...job } = scrapeConfig('test', target);
      return hasDiscovery ? { ...job, kubernetes_sd_configs } : job;
    });
  return { global: { scrape_interval: '30s' }, scrape_configs: jobs };
}

const withRules = (name: string, rules: readonly RelabelRule[]): ScrapeTarget =>
  ScrapeTarget.hosts(name, ['a:1'], { relabelRules: [...rules], metricRelabelRules: [...rules] });

describeWithAll(['promtool'], 'what is taken of scrape targets, Prometheus takes', () => {
  test('names of jobs, hosts and options', () => {
    const target = fc.tuple(fc.oneof(nearlyName, anyText), host, options);
    const targets = accepted(some(3000, target), ([name, address, given], index) =>
      ScrapeTarget.hosts(`${name}${index}`, [address], given),
    );

    expect(saidOfConfig(configOf(targets))).toContain('SUCCESS');
  });

  test('relabel rules', () => {
    const rules = accepted(some(3000, rulesWith(nearlyRegex)), (make) => make());

    expect(saidOfConfig(configOf([withRules('rules', rules)]))).toContain('SUCCESS');
  });

  test('Services and pods, by name and by label', () => {
    const where = fc.tuple(nearlyName, nearlyName, nearlyName, nearlyLabelKey, nearlyLabelValue);
    const targets = accepted(
      some(2000, where),
      ([service, namespace, portName, key, value], index) =>
        index % 2 === 0
          ? ScrapeTarget.service({ service, namespace, portName, jobName: `job${index}` })
          : ScrapeTarget.pods(`job${index}`, { namespace, portName, matchLabels: { [key]: value } }),
      0.05,
    );

    expect(saidOfConfig(configOf(targets))).toContain('SUCCESS');
  });
});
