import { LogAgent, LogPipeline, LogStage, ScrapeTarget } from '../../../../lib';
import { readYamlDocument } from '../../../support/kubectl-yaml';
import type { Manifests } from '../../../support/manifests';
import { PrometheusClient } from '../clients';
import { describeWithAll } from '../programs';
import type { RunningContainer } from '../running-container';
import { eventually, until } from '../until';
import { faultStack, stackOf, withArgs } from './fault-stack';

const SECONDS = 3;

// 30 seconds in life
const RELOADS = ['--config.auto-reload-interval=2s'];

const CONFIG_MAP = 'prom-kube-prometheus-stack-prometheus';
const ALERT = 'PrometheusBadConfig';

/** Broken in a way of its own, each from the good text. */
const BROKEN_CONFIGS: readonly (readonly [string, (text: string) => string])[] = [
  ['a job that stands twice', (text) => text.replace('- job_name: coredns', '- job_name: loki\n  - job_name: coredns')],
  ['an unknown field', (text) => text.replace('global:', 'global:\n  scrape_intervall: 5s')],
];

const BROKEN_RULES: readonly (readonly [string, string])[] = [
  ['a query that does not parse', 'groups: [{ name: broken, rules: [{ record: a:b, expr: "sum(up" }] }]'],
  ['no YAML', 'groups: [\n\tbroken'],
];

describeWithAll(
  ['prometheus', 'node-exporter'],
  'Prometheus when its ConfigMap is changed',
  () => {
    const manifests = stackOf((plg) => plg, { seconds: SECONDS });
    const stack = faultStack({
      manifests: withArgs(manifests, 'prometheus', RELOADS),
      containers: ['prometheus', 'node-exporter'],
    });
    const config = manifests.text('ConfigMap', CONFIG_MAP, 'prometheus.yml');
    const rules = rulesOf(manifests);
    let versions = 0;
    let container: RunningContainer;
    let prometheus: PrometheusClient;

    /** A good configuration that was never there before. */
    const another = (text: string): string => {
      versions += 1;
      return text.replace('global:', `global:\n  external_labels: { version: "${versions}" }`);
    };

    const reloadIs = (value: number): Promise<unknown> =>
      eventually(
        `prometheus_config_last_reload_successful is ${value}`,
        () => prometheus.value('prometheus_config_last_reload_successful'),
        (found) => found === value,
        60_000,
      );

    const alertStates = async (): Promise<string[]> => {
      const { alerts } = await prometheus.get('alerts');
      return alerts.filter(({ labels }: any) => labels.alertname === ALERT).map(({ state }: any) => state);
    };

    /** The old configuration works when targets are still scraped and rules still evaluated. */
    const expectOldOneWorks = async (): Promise<void> => {
      const scraped = 'sum(scrape_samples_scraped{job="node-exporter"} > 0 and up{job="node-exporter"} == 1)';
      const evaluated = 'sum(prometheus_rule_group_last_evaluation_timestamp_seconds)';
      const before = {
        moment: await timestampOf('up{job="node-exporter"}'),
        evaluation: await prometheus.value(evaluated),
      };

      await until(
        'a target is scraped again',
        async () => (await timestampOf('up{job="node-exporter"}')) > before.moment,
      );
      await until('rules are evaluated again', async () => (await prometheus.value(evaluated))! > before.evaluation!);

      expect(await prometheus.value(scraped)).toBeGreaterThan(0);
    };

    const timestampOf = async (query: string): Promise<number> =>
      (await prometheus.value(`max(timestamp(${query}))`)) ?? 0;

    const loadedVersion = async (): Promise<unknown> => {
      const { yaml } = await prometheus.get('status/config');
      return readYamlDocument(yaml as string).global.external_labels?.version;
    };

    beforeAll(async () => {
      await stack.start();
      container = stack.container('prometheus');
      prometheus = new PrometheusClient(container.url());
      await reloadIs(1);
      await until('a target is up', async () => (await prometheus.value('up{job="node-exporter"}')) === 1);
    }, 240_000);
    afterAll(() => stack.stop(), 120_000);

    test.each(BROKEN_CONFIGS)(
      '%s: the old configuration works on, and the alert tells of it',
      async (_, broken) => {
        const groups = (await prometheus.get('rules')).groups.length;

        container.publish('config', { 'prometheus.yml': broken(config) });
        await reloadIs(0);

        await expectOldOneWorks();
        await eventually('the alert is there', alertStates, ([state]) => state === 'pending' || state === 'firing');
        expect((await prometheus.get('rules')).groups).toHaveLength(groups);

        container.publish('config', { 'prometheus.yml': another(config) });
        await reloadIs(1);
        await eventually('the alert is gone', alertStates, (states) => states.length === 0);
      },
      260_000,
    );

    test.each(BROKEN_RULES)(
      'rules with %s: the old rules work on, and the alert tells of it',
      async (_, broken) => {
        const names = groupNames(await prometheus.get('rules'));

        container.publish('rules', { ...rules, 'rules-2.yml': broken });
        await reloadIs(0);

        await expectOldOneWorks();
        await eventually('the alert is there', alertStates, ([state]) => state === 'pending' || state === 'firing');
        expect(groupNames(await prometheus.get('rules'))).toEqual(names);

        container.publish('rules', { ...rules, 'rules-2.yml': `${rules['rules-2.yml']}\n# ${(versions += 1)}\n` });
        await reloadIs(1);
      },
      260_000,
    );

    test('the text that runs already is not loaded again after a broken one: the alert stays until another text comes', async () => {
      const current = another(config);
      container.publish('config', { 'prometheus.yml': current });
      await eventually('it is loaded', loadedVersion, (found) => found === String(versions));
      container.publish('config', { 'prometheus.yml': BROKEN_CONFIGS[0]![1](current) });
      await reloadIs(0);

      container.publish('config', { 'prometheus.yml': current });
      await new Promise((resolve) => setTimeout(resolve, 15_000));

      expect(await prometheus.value('prometheus_config_last_reload_successful')).toBe(0);
      expect(await loadedVersion()).toBe(String(versions));
      container.publish('config', { 'prometheus.yml': another(config) });
      await reloadIs(1);
    }, 240_000);

    test('a good configuration takes over without a restart', async () => {
      const started = await prometheus.value('process_start_time_seconds{job=~".*prometheus.*"}');
      const changed = stackOf((plg) => plg.addScrapeTarget(ScrapeTarget.hosts('later', ['127.22.9.9:9'])), {
        seconds: SECONDS,
      });

      container.publish('config', { 'prometheus.yml': changed.text('ConfigMap', CONFIG_MAP, 'prometheus.yml') });

      await until('the new target is scraped', async () => (await prometheus.value('up{job="later"}')) === 0, 120_000);
      await reloadIs(1);
      expect(await prometheus.value('process_start_time_seconds{job=~".*prometheus.*"}')).toBe(started);
    }, 240_000);
  },
  ['prometheus'],
);

describe('What reads its configuration at the start alone', () => {
  const pipeline = LogPipeline.forSelector('{app="a"}', [LogStage.drop('x')]);

  test.each([
    ['promtail', LogAgent.promtail()],
    ['alloy', LogAgent.alloy()],
  ])('%s is restarted by a changed configuration', (name, logAgent) => {
    const plain = stackOf((plg) => plg, { logAgent });
    const changed = stackOf((plg) => plg.addLogPipeline(pipeline), { logAgent });

    expect(annotationsOf(changed, 'DaemonSet', name)).not.toEqual(annotationsOf(plain, 'DaemonSet', name));
    expect(
      annotationsOf(
        stackOf((plg) => plg, { logAgent }),
        'DaemonSet',
        name,
      ),
    ).toEqual(annotationsOf(plain, 'DaemonSet', name));
  });

  test('loki is restarted by a changed configuration', () => {
    const [plain, changed] = [5000, 6000].map((maxStreams) => stackOf((plg) => plg, { loki: { maxStreams } }));

    expect(annotationsOf(changed!, 'StatefulSet', 'loki')).not.toEqual(annotationsOf(plain!, 'StatefulSet', 'loki'));
  });
});

function annotationsOf(manifests: Manifests, kind: string, name: string): unknown {
  const { annotations } = manifests.one(kind, name)['spec'].template.metadata;
  expect(annotations).toEqual({ [`checksum/${name}`]: expect.any(String) });
  return annotations;
}

function groupNames({ groups }: any): string[] {
  return groups.map(({ name }: any) => name as string).sort();
}

function rulesOf(manifests: Manifests): { [file: string]: string } {
  const named = [`${CONFIG_MAP}-rules`, `${CONFIG_MAP}-rules-2`].map(
    (name) => manifests.one('ConfigMap', name)['data'],
  );
  return Object.assign({}, ...named) as { [file: string]: string };
}
