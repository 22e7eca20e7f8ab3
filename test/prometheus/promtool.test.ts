import { Duration } from 'cdk8s';
import { yamlText } from '../../lib/core/render';
import { KubernetesFlavor } from '../../lib/model/kubernetes-flavor';
import { Rule, Severity } from '../../lib/model/rule';
import { RuleGroup } from '../../lib/model/rule-group';
import { Prometheus } from '../../lib/prometheus/prometheus';
import { ruleFile } from '../../lib/prometheus/rule-file';
import { manifestsOf, testChart } from '../support/manifests';
import { relabelled, visible, type Labels } from '../support/relabel';
import { GUIDE_CLUSTER } from './guide-cluster';
import { guideTargets } from './guide-targets';
import { checkConfig, checkRules, describeWith, forDebian, scrapedTargets } from './promtool';

const NAME = 'prom-kube-prometheus-stack-prometheus';

function configOf(flavor: KubernetesFlavor): any {
  const chart = testChart();
  new Prometheus(chart, 'Prometheus', {
    scrapeTargets: guideTargets(flavor),
    externalLabels: { cluster: 'k3d', cost: '5$' },
  });
  return manifestsOf(chart).config('ConfigMap', NAME, 'prometheus.yml');
}

describeWith('promtool', 'promtool', () => {
  const config = forDebian(configOf(KubernetesFlavor.K3S), GUIDE_CLUSTER);
  let scraped: { readonly [job: string]: readonly Labels[] };

  beforeAll(async () => {
    scraped = await scrapedTargets(config);
  }, 60_000);

  test.each([KubernetesFlavor.K3S, KubernetesFlavor.STANDARD])(
    'accepts prometheus.yml of the flavour %s',
    async (flavor) => {
      await expect(checkConfig(forDebian(configOf(flavor), GUIDE_CLUSTER))).resolves.toContain('SUCCESS');
    },
  );

  test('is asked in earnest: it refuses a field that it does not know', async () => {
    const [first, ...others] = config.scrape_configs;
    const misspelt = { ...config, scrape_configs: [{ ...first, scrape_intervall: '30s' }, ...others] };

    await expect(checkConfig(misspelt)).rejects.toThrow('field scrape_intervall not found');
  });

  test.each([
    ['kubelet', 3],
    ['kubelet/cadvisor', 3],
    ['coredns', 1],
    ['traefik', 1],
    [NAME, 1],
    ['kube-state-metrics', 1],
    ['node-exporter', 3],
    ['stock-service', 2],
    ['legacy-db', 2],
  ])('finds for the job %s the targets that the other tests compute, %i in number', (job, count) => {
    const targets = scraped[job]!;

    expect(targets).toHaveLength(count);
    expect(targets.map(visible).sort(byInstance)).toEqual(computed(config, job).sort(byInstance));
  });

  test('finds the API server where its flavour has it', async () => {
    const standard = await scrapedTargets(forDebian(configOf(KubernetesFlavor.STANDARD), GUIDE_CLUSTER));

    expect(standard['apiserver']).toEqual([
      expect.objectContaining({ __scheme__: 'https', __metrics_path__: '/metrics', service: 'kubernetes' }),
    ]);
  }, 60_000);

  test('scrapes at the interval of the target, or else of all', () => {
    expect(scraped['stock-service']![0]).toMatchObject({ __scrape_interval__: '15s', __scrape_timeout__: '10s' });
    expect(scraped['coredns']![0]).toMatchObject({ __scrape_interval__: '30s', __scrape_timeout__: '10s' });
  });

  test('accepts rule files', async () => {
    const groups = [
      new RuleGroup('stock', {
        interval: Duration.minutes(3),
        rules: [
          Rule.record('namespace:http_requests:rate5m', { expr: 'sum by (namespace) (rate(http_requests_total[5m]))' }),
          Rule.alert('StockServiceDown', {
            expr: 'up{job="stock-service"} == 0',
            severity: Severity.CRITICAL,
            summary: '{{ $labels.pod }} is down',
            description: 'Line one.\nLine "two": {{ $value | humanize }}',
            holdFor: Duration.minutes(5),
            keepFiringFor: Duration.minutes(1),
          }),
        ],
      }),
    ];

    await expect(checkRules(yamlText('Prometheus', ruleFile(groups)))).resolves.toContain('SUCCESS: 2 rules found');
    await expect(checkRules(yamlText('Prometheus', ruleFile([])))).resolves.toContain('SUCCESS: 0 rules found');
  });
});

/** What the relabeller of the tests makes of the same targets. */
function computed(config: any, jobName: string): Labels[] {
  const job = config.scrape_configs.find((candidate: any) => candidate.job_name === jobName);
  return job.static_configs.flatMap(
    ({ targets, labels = {} }: { readonly targets: string[]; readonly labels?: Labels }) =>
      targets.flatMap((address) => {
        const found = {
          job: jobName,
          __metrics_path__: job.metrics_path ?? '/metrics',
          __address__: address,
          ...labels,
        };
        const result = relabelled(found, job.relabel_configs ?? []);
        return result === undefined ? [] : [visible({ instance: address, ...result })];
      }),
  );
}

const byInstance = (a: Labels, b: Labels): number => (a['instance']! < b['instance']! ? -1 : 1);
