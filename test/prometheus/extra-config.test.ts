import { Prometheus, type PrometheusProps } from '../../lib/prometheus/prometheus';
import { ScrapeTarget } from '../../lib/model/scrape-target';
import { manifestsOf, testChart } from '../support/manifests';

const REMOTE_WRITE = [
  {
    url: 'https://mimir.corp.example/api/v1/push',
    basic_auth: { username: 'plg', password_file: '/etc/mimir/password' },
  },
];

function configOf(extraConfig?: PrometheusProps['extraConfig']): any {
  const chart = testChart();
  const prometheus = new Prometheus(chart, 'Prometheus', { name: 'prom', ...(extraConfig && { extraConfig }) });
  prometheus.addScrapeTarget(ScrapeTarget.hosts('db', ['db:9187']));
  return manifestsOf(chart).config('ConfigMap', 'prom', 'prometheus.yml');
}

describe('Prometheus with configuration of its own', () => {
  test('has the keys of both', () => {
    const alerting = { alertmanagers: [{ static_configs: [{ targets: ['alertmanager:9093'] }] }] };
    const extraConfig = { alerting, remote_write: REMOTE_WRITE, global: { keep_dropped_targets: 10 } };

    expect(configOf(extraConfig)).toEqual({
      ...configOf(),
      alerting,
      remote_write: REMOTE_WRITE,
      global: { ...configOf().global, keep_dropped_targets: 10 },
    });
  });

  test('keeps what it was given, whatever its caller does with it later', () => {
    const chart = testChart();
    const extraConfig = { otlp: { promote_resource_attributes: ['service.name'] } };
    new Prometheus(chart, 'Prometheus', { name: 'prom', extraConfig });

    extraConfig.otlp.promote_resource_attributes.push('host.name');

    expect(manifestsOf(chart).config('ConfigMap', 'prom', 'prometheus.yml').otlp).toEqual({
      promote_resource_attributes: ['service.name'],
    });
  });

  test.each([
    [
      { global: { scrape_interval: '1m' } },
      '\'extraConfig.global.scrape_interval\' is "1m"; the typed prop \'scrapeInterval\' sets it to "30s": use that',
    ],
    [
      { global: { external_labels: { cluster: 'a' } } },
      '\'extraConfig.global.external_labels\' is {"cluster":"a"}; the typed prop \'externalLabels\' sets it: use that',
    ],
    [
      { storage: { tsdb: { retention: { time: '30d' } } } },
      '\'extraConfig.storage.tsdb.retention\' is {"time":"30d"}; the typed prop \'retention\' sets it: use that',
    ],
    [
      { scrape_configs: [{ job_name: 'db' }] },
      '\'extraConfig.scrape_configs\' is [{"job_name":"db"}]; lists are not merged, and the method addScrapeTarget() sets it to []: use that',
    ],
    [
      { remote_write: [{ url: 'http://x', authorization: { credentials: 'hunter2' } }] },
      "'extraConfig.remote_write[0].authorization.credentials' is a secret, which the output would show in clear; name a file of a mounted Secret, by a key such as 'password_file' or, in Grafana, by the value '$__file{/path}'",
    ],
  ])('fails at once for %j', (extraConfig, message) => {
    expect(() => new Prometheus(testChart(), 'Prometheus', { extraConfig })).toThrow(
      new Error(`[test/Prometheus] ${message}`),
    );
  });
});
