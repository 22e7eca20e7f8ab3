import { parseExposition } from '../support/exposition';
import { Manifests } from '../support/manifests';
import type { ScrapeJob } from './scrape';
import { StoredSeries } from './stored-series';
import { withWatchedResources } from './watched-resources';

const NOTHING = { nodes: [], pods: [], services: [] };

const JOB: ScrapeJob = { job_name: 'app', static_configs: [{ targets: ['10.0.0.1:80'], labels: { pod: 'scraper' } }] };

function stored(text: string, job: Partial<ScrapeJob> = {}): StoredSeries {
  return new StoredSeries([{ ...JOB, ...job }], NOTHING, () => parseExposition(text));
}

describe('StoredSeries', () => {
  test('puts the labels of the target on every sample', () => {
    const [series] = stored('a{b="c"} 1').named('a');

    expect(series?.labels).toEqual({ b: 'c', instance: '10.0.0.1:80', job: 'app', pod: 'scraper' });
  });

  test('renames a label of a sample that the target has too', () => {
    const [series] = stored('a{pod="mine",job=""} 1').named('a');

    expect(series?.labels).toMatchObject({ pod: 'scraper', exported_pod: 'mine', job: 'app' });
    expect(series?.labels).not.toHaveProperty('exported_job');
  });

  test('keeps the label of the sample where the job honours it, unless it is empty', () => {
    const [series] = stored('a{pod="mine",job=""} 1', { honor_labels: true }).named('a');

    expect(series?.labels).toMatchObject({ pod: 'mine', job: 'app' });
  });

  test('remembers that a program has a label even where it is empty', () => {
    const [series] = stored('a{owner=""} 1').named('a');

    expect(series?.labels).toHaveProperty('owner', '');
  });

  test('adds what Prometheus writes for every target', () => {
    expect(stored('').names()).toEqual([
      'up',
      'scrape_duration_seconds',
      'scrape_samples_scraped',
      'scrape_samples_post_metric_relabeling',
      'scrape_series_added',
    ]);
  });

  test('scrapes what relabelling leaves, at the address that it writes', () => {
    const urls: string[] = [];
    const job: ScrapeJob = {
      job_name: 'app',
      static_configs: [{ targets: ['a:1', 'b:1'] }],
      relabel_configs: [
        { action: 'drop', source_labels: ['__address__'], regex: 'a:1' },
        { target_label: '__metrics_path__', replacement: '/stats' },
        { target_label: 'job', replacement: 'other' },
      ],
    };
    const series = new StoredSeries([job], NOTHING, (_job, url) => {
      urls.push(url.href);
      return [];
    });

    expect(urls).toEqual(['http://b:1/stats']);
    expect(series.named('up').map(({ labels }) => labels['job'])).toEqual(['other']);
  });

  test('drops by name and label, and says which rule of which job it was', () => {
    const rules = [{ action: 'drop', source_labels: ['__name__', 'le'], regex: 'a_bucket;2' }];
    const series = stored('a_bucket{le="1"} 1\na_bucket{le="2"} 1', { metric_relabel_configs: rules });

    expect(series.named('a_bucket').map(({ labels }) => labels['le'])).toEqual(['1']);
    expect(series.whyMissing('a_bucket')).toBe("the job 'app' drops it: drop __name__;le =~ a_bucket;2");
  });

  test('tells what is dropped from what nobody shows', () => {
    const rules = [{ action: 'keep', source_labels: ['__name__'], regex: 'kept' }];
    const series = stored('kept 1\ndropped 1', { metric_relabel_configs: rules });

    expect(series.whyMissing('dropped')).toBe("the job 'app' drops it: keep __name__ =~ kept");
    expect(series.whyMissing('unknown')).toBe('no program that is scraped shows it');
  });

  test('knows what is declared without a sample, unless it would be dropped', () => {
    const rules = [{ action: 'drop', source_labels: ['__name__'], regex: 'unwanted' }];
    const text = '# TYPE later counter\n# TYPE unwanted counter\n# TYPE slow histogram\n';
    const series = stored(text, { metric_relabel_configs: rules });

    expect(['later', 'unwanted', 'slow_bucket', 'slow'].map((name) => series.isSilent(name))).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });
});

describe('withWatchedResources', () => {
  const args = '--resources=ingresses,networkpolicies,persistentvolumes,pods,storageclasses';
  const manifests = Manifests.fromYaml(
    `{ apiVersion: apps/v1, kind: Deployment, metadata: { name: prom-kube-state-metrics },
       spec: { template: { spec: { containers: [{ name: a, args: ['${args}'] }] } } } }`,
  );

  test.each([
    ['kube_pod_info', true],
    ['kube_ingress_info', true],
    ['kube_networkpolicy_labels', true],
    ['kube_storageclass_info', true],
    ['kube_persistentvolume_info', true],
    ['kube_persistentvolumeclaim_info', false],
    ['kube_poddisruptionbudget_created', false],
    ['kube_secret_info', false],
  ])('%s is shown: %s', (name, isShown) => {
    const jobs = withWatchedResources([{ ...JOB, job_name: 'kube-state-metrics' }], manifests);
    const series = new StoredSeries(jobs, NOTHING, () => parseExposition(`${name} 1`));

    expect(series.named(name)).toHaveLength(isShown ? 1 : 0);
  });
});
