import { all, configMap, found } from '../support/validate';

const said = (rule: string, name: string, config: object): string[] =>
  found(rule, configMap({ [name]: JSON.stringify(config) })).map((line) =>
    line.replace(`ConfigMap shop/files, data['${name}']: `, ''),
  );

describe('the rule scrape-config', () => {
  test('finds job names that stand twice or are missing', () => {
    expect(
      said('scrape-config', 'prometheus.yml', { scrape_configs: [{ job_name: 'a' }, { job_name: 'a' }, {}] }),
    ).toEqual([
      "high: scrape_configs[1].job_name: the job name 'a' stands before; rename one",
      "high: scrape_configs[2]: the scrape config has no 'job_name'",
    ]);
  });

  test('finds relabel rules that Prometheus refuses', () => {
    const rules = [
      { source_labels: ['a'], regex: '(?=x)', action: 'keep' },
      { source_labels: 'a', target_lable: 'b' },
      { action: 'labeldorp', regex: 'x' },
      { action: 'hashmod', source_labels: ['a'], target_label: 'b' },
    ];

    expect(
      said('scrape-config', 'prometheus.yml', { scrape_configs: [{ job_name: 'a', relabel_configs: rules }] }),
    ).toEqual([
      'high: scrape_configs[0].relabel_configs[0].regex: "(?=x)": invalid or unsupported Perl syntax: `(?=`; RE2 has no look-ahead',
      "high: scrape_configs[0].relabel_configs[1].target_lable: there is no field 'target_lable' here; did you mean 'target_label'?",
      "high: scrape_configs[0].relabel_configs[1]: the action 'replace' needs 'target_label', the label that it writes",
      "high: scrape_configs[0].relabel_configs[1].source_labels: it must be a list, such as ['a']",
      "high: scrape_configs[0].relabel_configs[2].action: there is no action 'labeldorp'; did you mean 'labeldrop'?",
      "high: scrape_configs[0].relabel_configs[3]: the action 'hashmod' needs a 'modulus' of at least 1",
    ]);
  });

  test('finds timings that Prometheus refuses', () => {
    const config = {
      global: { scrape_interval: '30 s' },
      scrape_configs: [{ job_name: 'a', scrape_interval: '10s', scrape_timeout: '11s', scrape_intervall: '1m' }],
    };

    expect(said('scrape-config', 'prometheus.yml', config)).toEqual([
      "high: global.scrape_interval: \"30 s\" is no duration; write it as '15s' or '1m'",
      "high: scrape_configs[0].scrape_intervall: there is no field 'scrape_intervall' here; did you mean 'scrape_interval'?",
      'high: scrape_configs[0].scrape_timeout: it is longer than the scrape interval (10s); Prometheus refuses that',
    ]);
  });

  test('finds a target that is a URL, where no relabel rule makes a parameter of it', () => {
    const job = { job_name: 'a', static_configs: [{ targets: ['http://api:80/', 'api:80'] }] };
    const blackbox = {
      ...job,
      job_name: 'b',
      relabel_configs: [{ source_labels: ['__address__'], target_label: '__param_target' }],
    };

    expect(said('scrape-config', 'prometheus.yml', { scrape_configs: [job, blackbox] })).toEqual([
      "high: scrape_configs[0].static_configs[0].targets: 'http://api:80/' is a URL; a target is 'host:port', with 'scheme' and 'metrics_path' beside it",
    ]);
  });

  test('finds fields that an action does not take, and rules that are empty', () => {
    const rules = [{ action: 'labeldrop', regex: 'a', source_labels: ['b'] }, null];

    expect(
      said('scrape-config', 'prometheus.yml', { scrape_configs: [{ job_name: 'a', relabel_configs: rules }] }),
    ).toEqual([
      'high: scrape_configs[0].relabel_configs[1]: the rule is empty; leave it out',
      "high: scrape_configs[0].relabel_configs[0].source_labels: the action 'labeldrop' takes no 'source_labels'; leave it out",
    ]);
  });

  test('takes a sound configuration', () => {
    const config = {
      global: { scrape_interval: '1m30s', scrape_timeout: '10s', evaluation_interval: '30s' },
      alerting: { alertmanagers: [{ relabel_configs: [{ action: 'drop', regex: 'x' }] }] },
      scrape_configs: [
        {
          job_name: 'a',
          kubernetes_sd_configs: [{ role: 'pod' }],
          relabel_configs: [{ action: 'labelmap', regex: '__meta_(.+)' }],
        },
        { job_name: 'b', metric_relabel_configs: [{ source_labels: ['__name__'], regex: 'go_.*', action: 'drop' }] },
      ],
    };

    expect(all(configMap({ 'prometheus.yml': JSON.stringify(config) }))).toEqual([]);
  });
});

describe('the rule monitor', () => {
  const monitor = (endpoint: object): any => ({
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    metadata: { name: 'm' },
    spec: { selector: {}, endpoints: [endpoint] },
  });

  test('finds relabel rules and timings that the operator drops', () => {
    const relabelings = [{ action: 'Replace', source_labels: ['a'], targetLabel: 'b' }];

    expect(found('monitor', monitor({ interval: '10s', scrapeTimeout: '30s', relabelings }))).toEqual([
      'high: ServiceMonitor m, spec.endpoints[0].scrapeTimeout: it is longer than the interval; Prometheus refuses that',
      "high: ServiceMonitor m, spec.endpoints[0].relabelings[0].source_labels: there is no field 'source_labels' here; did you mean 'sourceLabels'?",
    ]);
  });

  test('takes the capitals that the operator takes', () => {
    expect(all(monitor({ port: 'http', relabelings: [{ action: 'LabelDrop', regex: 'pod' }] }))).toEqual([]);
  });
});

describe('the rule log-pipeline', () => {
  test('finds selectors and regular expressions that Promtail refuses, in nested stages too', () => {
    const stages = [{ match: { selector: '{app=x}', stages: [{ regex: { expression: '(a' } }] } }, { docker: {} }];

    expect(
      said('log-pipeline', 'promtail.yaml', { scrape_configs: [{ job_name: 'a', pipeline_stages: stages }] }),
    ).toEqual([
      "high: scrape_configs[0].pipeline_stages[0].match.selector: column 6: expected a value in quotes after '=', found 'x', near \"{app=x}\"",
      'high: scrape_configs[0].pipeline_stages[0].match.stages[0].regex.expression: "(a": missing closing ): `(a`',
    ]);
  });
});
