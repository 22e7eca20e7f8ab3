import { Duration, Size } from 'cdk8s';
import { yamlText } from '../../lib/core/render';
import { ScrapeTarget } from '../../lib/model/scrape-target';
import { prometheusConfig, type PrometheusSettings } from '../../lib/prometheus/prometheus-config';
import { readYamlDocument } from '../support/kubectl-yaml';

const SETTINGS: PrometheusSettings = {
  scrapeInterval: Duration.seconds(30),
  evaluationInterval: Duration.minutes(1),
  externalLabels: {},
  bodySizeLimit: Size.mebibytes(64),
  sampleLimit: 100_000,
  ruleFiles: ['/rules/*.yml'],
  scrapeConfigFiles: [],
};

function read(settings: Partial<PrometheusSettings> = {}, targets: readonly ScrapeTarget[] = []): any {
  return readYamlDocument(
    yamlText('Prometheus', prometheusConfig('Prometheus', { ...SETTINGS, ...settings }, targets)),
  );
}

describe('prometheus.yml', () => {
  test('says its intervals and limits, though Prometheus has defaults of its own', () => {
    expect(read()).toEqual({
      global: {
        scrape_interval: '30s',
        scrape_timeout: '10s',
        evaluation_interval: '1m',
        body_size_limit: '64MB',
        sample_limit: 100_000,
      },
      rule_files: ['/rules/*.yml'],
      scrape_configs: [],
    });
  });

  test.each([
    [Duration.seconds(5), '5s'],
    [Duration.millis(1500), '1s500ms'],
    [Duration.seconds(10), '10s'],
    [Duration.minutes(2), '10s'],
  ])('never waits for a scrape longer than until the next: interval %o, timeout %s', (scrapeInterval, timeout) => {
    expect(read({ scrapeInterval }).global.scrape_timeout).toBe(timeout);
  });

  test('keeps the `$` of an external label, which Prometheus would take for a variable', () => {
    const labels = read({ externalLabels: { cluster: 'k3d', price: '$5 and ${HOME}', unicode: '타임딜' } }).global
      .external_labels;

    expect(labels).toEqual({ cluster: 'k3d', price: '$$5 and $${HOME}', unicode: '타임딜' });
  });

  test('lists its jobs in the order in which they were added, and names the files of further ones', () => {
    const config = read({ scrapeConfigFiles: ['jobs-*.yml'] }, [
      ScrapeTarget.hosts('b', ['b:1']),
      ScrapeTarget.hosts('a', ['a:1']),
    ]);

    expect(config.scrape_configs.map((job: any) => job.job_name)).toEqual(['b', 'a']);
    expect(config.scrape_config_files).toEqual(['jobs-*.yml']);
  });

  test('has its keys in the order of the documentation', () => {
    const config = read({ externalLabels: { a: 'b' }, scrapeConfigFiles: ['x.yml'] });

    expect(Object.keys(config)).toEqual(['global', 'rule_files', 'scrape_config_files', 'scrape_configs']);
    expect(Object.keys(config.global)).toEqual([
      'scrape_interval',
      'scrape_timeout',
      'evaluation_interval',
      'external_labels',
      'body_size_limit',
      'sample_limit',
    ]);
  });
});
