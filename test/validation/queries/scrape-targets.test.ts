import { all, configMap, found } from '../support/validate';

const config = (job: string, more = ''): any =>
  configMap({ 'prometheus.yml': `scrape_configs:\n- job_name: a\n  ${job}\n${more}` });
const targets = (...list: string[]): any => config(`static_configs: [{ targets: ${JSON.stringify(list)} }]`);
const AT = "high: ConfigMap shop/files, data['prometheus.yml']: ";

describe('the rule scrape-target', () => {
  test.each([
    ['scrape_interval: 0s', 'scrape_interval: it is nothing, for which Prometheus takes the global one'],
    ['scheme: ftp', "scheme: 'ftp' is neither http nor https"],
    ['static_configs: [{ targets: ["x:99999"] }]', "static_configs[0].targets: 'x:99999' is no 'host:port'"],
    ['static_configs: [{ targets: ["a b:80"] }]', "static_configs[0].targets: 'a b:80' is no 'host:port'"],
    ['static_configs: [{ targets: ["x:0"] }]', "static_configs[0].targets: 'x:0' is no 'host:port'"],
  ])('finds %s', (job, message) => {
    expect(found('scrape-target', config(job))).toEqual([`${AT}scrape_configs[0].${message}`]);
  });

  test('finds what is no URL to write to', () => {
    expect(found('scrape-target', config('', 'remote_write: [{ url: "not a url" }]'))).toEqual([
      `${AT}remote_write[0].url: 'not a url' is no http or https URL`,
    ]);
  });

  test('takes whatever is reached', () => {
    expect(all(targets('a:80', 'a.b-c_d', '10.0.0.1:65535', '[::1]:9090', 'localhost', '${HOST}:9090'))).toEqual([]);
    expect(all(config('scheme: https', 'remote_write: [{ url: "https://a.example/api/v1/push?x=1" }]'))).toEqual([]);
  });

  test('knows nothing of targets that are relabelled', () => {
    const job =
      'static_configs: [{ targets: ["a b"] }]\n  relabel_configs: [{ target_label: __address__, replacement: "x:1" }]';

    expect(all(config(job))).toEqual([]);
  });
});
