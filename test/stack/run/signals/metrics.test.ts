import { cpus, totalmem } from 'node:os';
import { LIFETIME } from '../../../live/replay';
import { GUIDE_METRIC_QUERIES } from '../../../support/guide-queries';
import type { PrometheusClient } from '../clients';
import { describeWithAll } from '../programs';
import { eventually } from '../until';
import { countsOf, request, statusWithoutToken, sumByPod } from './asked-directly';
import { expectedTargets } from './expected-targets';
import { MeteredStack } from './metered-stack';
import { TEAM_PODS } from './neighbours';
import { scrapeOf, type Target } from './stored-series';

const [UP, CPU, MEMORY, RESTARTS, REPLICAS, REQUESTS, BUSY] = GUIDE_METRIC_QUERIES.map(({ query }) => query) as [
  string,
  string,
  string,
  string,
  string,
  string,
  string,
];

/** Jobs of what listens on all addresses, or is not everywhere, and how alerts call it. */
const COMPONENTS: { readonly [job: string]: string } = { 'loki-canary': 'Loki canary', 'prom-grafana': 'Grafana' };

/** Jobs whose targets are real programs. */
const REAL = ['kube-state-metrics', 'node-exporter', 'postgres', 'stock-service', 'loki', 'promtail'];

describeWithAll(
  ['prometheus', 'kube-state-metrics', 'node-exporter', 'loki', 'promtail', 'postgres', 'postgres-exporter'],
  'metrics on their way from the exporters into Prometheus',
  () => {
    let metered: MeteredStack;
    let prometheus: PrometheusClient;
    let targets: readonly Target[];

    const missing = (): string[] => Object.keys(COMPONENTS).filter((job) => !metered.runs(job));
    const podsOf = (workload: string): string[] => metered.stack.cluster.podsOf(workload).map(({ name }) => name);
    const target = (job: string): Target => targets.find(({ labels }) => labels['job'] === job)!;

    beforeAll(async () => {
      metered = new MeteredStack(21);
      await metered.start();
      ({ prometheus } = metered);
      targets = await eventually(
        'every target that runs is up',
        async () => ((await prometheus.get('targets')) as { activeTargets: Target[] }).activeTargets,
        (found) => found.every(({ health, labels }) => health === 'up' || missing().includes(labels['job'] ?? '')),
      );
    }, 120_000);
    afterAll(() => metered.stop(), 60_000);

    test('every target has the labels of its job and of what it runs in', () => {
      const byInstance = (labels: object): string => JSON.stringify(Object.entries(labels).sort());

      expect(targets.map(({ labels }) => byInstance(labels)).sort()).toEqual(
        expectedTargets(metered.stack.cluster).map(byInstance).sort(),
      );
    });

    test('jobs with an interval of their own are scraped at it, all others at that of the whole', () => {
      const own = targets.filter(({ scrapeInterval }) => scrapeInterval !== '2s');

      expect(own.map(({ labels, scrapeInterval }) => [labels['job'], scrapeInterval]).sort()).toEqual([
        ['postgres', '15s'],
        ['stock-service', '15s'],
        ['stock-service', '15s'],
      ]);
    });

    test('the kubelet is asked with the token of the account, and never without', async () => {
      const refusedBefore = metered.kubelet.refused;

      expect(target('kubelet').health).toBe('up');
      expect(await statusWithoutToken(target('kubelet').scrapeUrl)).toBe(401);
      expect([refusedBefore, metered.kubelet.refused]).toEqual([0, 1]);
    });

    describe("the guide's", () => {
      test(`${UP} has every target`, async () => {
        const found = await prometheus.instant(UP);
        const down = found.filter(({ value }) => value?.[1] !== '1').map(({ metric }) => metric['job'] ?? '');

        expect(found).toHaveLength(targets.length);
        expect(down.filter((job) => !missing().includes(job))).toEqual([]);
      });

      test(`${CPU} has each pod of the shop once, with what the kubelet counts`, async () => {
        const found = await eventually(
          'there are rates',
          () => prometheus.instant(CPU),
          (series) => series.length === 3,
        );
        // the guide's window is not full yet
        const rates = await eventually(
          'there are rates of ten seconds',
          () => prometheus.instant(CPU.replace('[5m]', '[10s]')),
          (series) => series.length === 3,
        );
        const recorded = sumByPod(metered.kubelet.samples('container_cpu_usage_seconds_total'));
        const shares = rates.map(({ metric, value }) => [
          metric['pod'],
          (Number(value?.[1]) / recorded.get(metric['pod'] ?? '')!) * LIFETIME,
        ]);

        expect(found.map(({ metric }) => metric['pod']).sort()).toEqual(
          [...podsOf('postgres'), ...podsOf('stock-service')].sort(),
        );
        expect(shares).toEqual(rates.map(({ metric }) => [metric['pod'], expect.closeTo(1, 1)]));
      }, 60_000);

      test(`${MEMORY} has what the kubelet shows`, async () => {
        const found = await prometheus.instant(MEMORY);
        const shown = sumByPod(metered.kubelet.samples('container_memory_usage_bytes'));

        expect(new Map(found.map(({ metric, value }) => [metric['pod'], Number(value?.[1])]))).toEqual(shown);
        expect(shown.size).toBe(3);
      });

      test(`${RESTARTS} has every container of the shop`, async () => {
        const found = await prometheus.instant(RESTARTS);
        const containers = metered.stack.cluster.pods
          .filter(({ namespace }) => namespace === 'timedeal')
          .flatMap(({ name, spec }) => spec.containers.map((one: any) => [name, one.name, '0'] as const));

        expect(found.map(({ metric, value }) => [metric['pod'], metric['container'], value?.[1]]).sort()).toEqual(
          containers.sort(),
        );
      });

      test(`${REPLICAS} has what the autoscaler says`, async () => {
        const found = await prometheus.instant(REPLICAS);

        expect(found.map(({ metric, value }) => [metric['horizontalpodautoscaler'], value?.[1]])).toEqual([
          ['stock-service', '2'],
        ]);
      });

      test(`${BUSY} is a percentage for each node`, async () => {
        const [{ metric, value } = { metric: {}, value: undefined }, ...others] = await prometheus.instant(BUSY);

        expect(metric).toEqual({ instance: target('node-exporter').labels['instance'] });
        expect(Number(value?.[1])).toBeGreaterThan(0);
        expect(Number(value?.[1])).toBeLessThanOrEqual(100);
        expect(others).toEqual([]);
      });

      test(`${REQUESTS} counts the requests to both pods of the shop`, async () => {
        const sent = [15, 7];
        const pods = metered.stack.cluster.podsOf('stock-service');
        const before = await countsOf(prometheus);
        await Promise.all(pods.map(({ ip }, index) => request(`http://${ip}:8080/err`, sent[index]!)));

        const after = await eventually(
          'all of them are counted',
          () => countsOf(prometheus),
          (counts) => pods.every(({ name }, index) => (counts.get(`${name} 404`) ?? 0) >= sent[index]!),
        );
        await Promise.all(pods.map(({ ip }) => request(`http://${ip}:8080/err`, 5)));
        const rates = await eventually(
          'they have rates',
          () => prometheus.instant(REQUESTS),
          (series) => series.filter(({ value }) => Number(value?.[1]) > 0).length === 2,
        );

        expect(before.get(`${pods[0]!.name} 404`)).toBeUndefined();
        expect(pods.map(({ name }) => after.get(`${name} 404`))).toEqual(sent);
        expect(rates.filter(({ metric }) => metric['code'] === '404')).toHaveLength(2);
      }, 100_000);
    });

    test.each(REAL)(
      'what %s shows is stored as it is',
      async (job) => {
        const ofJob = targets.filter(({ labels }) => labels['job'] === job);
        const scrapes = await Promise.all(ofJob.map((one) => scrapeOf(prometheus, one)));

        for (const { before, stored, after } of scrapes) {
          const known = [...before].filter(([key]) => after.has(key));
          const standing = known.filter(([, { isGrowing }]) => isGrowing || job === 'kube-state-metrics');
          const wrong = standing.filter(([key, { value }]) => {
            const found = stored.get(key)?.value ?? NaN;
            return !(found >= value && found <= after.get(key)!.value);
          });

          expect(known.filter(([key]) => !stored.has(key))).toEqual([]);
          expect(wrong).toEqual([]);
          expect(standing.length).toBeGreaterThan(5);
        }
      },
      60_000,
    );

    test.each([
      ['count(kube_pod_info)', () => metered.stack.cluster.pods.length + TEAM_PODS.length + 3],
      ['count(kube_node_info)', () => 1],
      ['count(kube_configmap_info) or vector(0)', () => 0],
      ['node_memory_MemTotal_bytes', () => totalmem()],
      ['count(node_cpu_seconds_total{mode="idle"})', () => cpus().length],
      ['pg_up', () => 1],
      ['prometheus_config_last_reload_successful', () => 1],
      ['sum(prometheus_rule_evaluation_failures_total)', () => 0],
      ['sum(prometheus_target_scrapes_sample_out_of_order_total)', () => 0],
      ['sum(prometheus_target_scrapes_sample_duplicate_timestamp_total)', () => 0],
    ])('%s says what is so', async (query, wanted) => {
      expect(await prometheus.value(query)).toBe(wanted());
    });

    test('no rule is without health, and every recording rule has series', async () => {
      const { groups } = await eventually(
        'every rule was evaluated',
        () => prometheus.get('rules'),
        ({ groups: all }) => all.every(({ rules }: any) => rules.every(({ health }: any) => health !== 'unknown')),
      );
      const rules = groups.flatMap((group: any) => group.rules);
      const recordings = rules.filter(({ type }: any) => type === 'recording');
      const counts = await Promise.all(recordings.map(({ query }: any) => prometheus.instant(query)));

      expect(rules.filter(({ health }: any) => health !== 'ok')).toEqual([]);
      expect(recordings.filter((_: unknown, index: number) => counts[index]!.length === 0)).toEqual([]);
      expect(recordings.length).toBeGreaterThan(20);
    });

    test('no alert fires, and none is about to but for what does not run here', async () => {
      // those of the node tell of this machine, which may be busy
      const found = await prometheus.instant('ALERTS{alertname!~"Node.*"}');
      const about = found.map(({ metric: { alertname, alertstate, job, component } }) => ({
        alertname,
        alertstate,
        of: job ?? component ?? '',
      }));
      const ofMissing = missing().flatMap((job) => [job, COMPONENTS[job]]);

      expect(about.filter(({ alertstate }) => alertstate === 'firing')).toEqual([]);
      expect(about.filter(({ of }) => !ofMissing.includes(of))).toEqual([]);
    });
  },
);
