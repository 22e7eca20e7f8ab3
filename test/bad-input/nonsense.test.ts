import { Duration } from 'cdk8s';
import { DataSource, Rule, RuleGroup, ScrapeTarget } from '../../lib';
import { asked, written } from '../properties/programs';
import { describeWithAll } from '../stack/run/programs';
import { make } from './bad-case';

interface Nonsense {
  readonly what: string;
  /** As promtool is asked: parts of `prometheus.yml`, or groups of rules. */
  readonly config?: object;
  readonly groups?: readonly object[];
  readonly refused: () => unknown;
  readonly message: string;
}

const job = (settings: object): object => ({ scrape_configs: [{ job_name: 'x', ...settings }] });
const hosts = (host: string, options: object = {}): ScrapeTarget => ScrapeTarget.hosts('x', [host], options);
const record = { record: 'a:b', expr: 'up' };

const NONSENSE: readonly Nonsense[] = [
  {
    what: 'an interval of nothing',
    config: job({ scrape_interval: '0s' }),
    refused: () => hosts('a:1', { interval: Duration.seconds(0) }),
    message: "[ScrapeTarget x] 'interval' is 0s; it must be longer than 0, in whole milliseconds",
  },
  {
    what: 'the port 99999',
    config: job({ static_configs: [{ targets: ['x:99999'] }] }),
    refused: () => hosts('x:99999'),
    message: "[ScrapeTarget x] 'hosts x:99999' is 99999; it must be a whole number from 1 to 65535",
  },
  {
    what: 'a blank in a host',
    config: job({ static_configs: [{ targets: ['a b:80'] }] }),
    refused: () => hosts('a b:80'),
    message: `[ScrapeTarget x] 'hosts' is "a b:80"; it must be 'host:port' without scheme or path, such as '10.0.0.5:9187'`,
  },
  {
    what: 'FTP',
    config: { alerting: { alertmanagers: [{ scheme: 'ftp' }] } },
    refused: () => make.prometheus({ extraConfig: { alerting: { alertmanagers: [{ scheme: 'ftp' }] } } }),
    message: `[test/Prometheus] 'extraConfig.alerting.alertmanagers[0].scheme' is "ftp"; it must be 'http' or 'https'`,
  },
  {
    what: 'a path without a slash',
    config: job({ metrics_path: 'metrics' }),
    refused: () => hosts('a:1', { path: 'metrics' }),
    message: `[ScrapeTarget x] 'path' is "metrics"; it must begin with '/' and hold no blank, '?' or '#', such as '/metrics'`,
  },
  {
    what: 'a URL to write to that is none',
    config: { remote_write: [{ url: 'not a url' }] },
    refused: () => make.prometheus({ extraConfig: { remote_write: [{ url: 'not a url' }] } }),
    message: `[test/Prometheus] 'extraConfig.remote_write[0].url' is "not a url"; it must be an http or https URL, such as 'https://mimir.corp.example/api/v1/push'`,
  },
  {
    what: 'a series that is recorded twice',
    groups: [
      { name: 'a', rules: [record] },
      { name: 'b', rules: [record] },
    ],
    refused: () => {
      const rules = [Rule.record('a:b', { expr: 'up' })];
      return make.prometheus({ ruleGroups: [new RuleGroup('a', { rules }), new RuleGroup('b', { rules })] });
    },
    message:
      "[test/Prometheus] the rule group 'b' records 'a:b', as 'a' does already; samples of both would mix: rename one, or leave one group out",
  },
];

describe('nonsense is refused', () => {
  test.each(NONSENSE)('$what', ({ refused, message }) => {
    expect(refused).toThrow(new Error(message));
  });

  test('FTP, in the URL of a data source', () => {
    expect(() => DataSource.prometheus({ url: 'ftp://a:1' })).toThrow(
      new Error(
        `[DataSource Prometheus] 'url' is "ftp://a:1"; it must be an http or https URL, such as 'http://loki:3100'`,
      ),
    );
  });
});

describeWithAll(['promtool'], 'promtool lets all of it through', () => {
  test.each(NONSENSE)('$what', ({ config, groups }) => {
    const args =
      config === undefined
        ? ['check', 'rules', '--lint=none', written('rules.yml', { groups })]
        : ['check', 'config', '--syntax-only', written('prometheus.yml', config)];

    expect(asked('promtool', args).status).toBe(0);
  });
});
