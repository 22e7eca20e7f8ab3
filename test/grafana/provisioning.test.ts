import { DATA_SOURCES_FILE, dataSourcesConfig, PROVIDERS_FILE, providersConfig } from '../../lib/grafana/provisioning';
import { yamlText } from '../../lib/core/render';
import { DataSource } from '../../lib/model/data-source';
import { LogLink } from '../../lib/model/log-link';
import { readYamlDocument } from '../support/kubectl-yaml';

const prometheus = DataSource.prometheus({ url: 'http://prometheus:9090', isDefault: true });
const loki = DataSource.loki({ url: 'http://loki:3100' });

/** What Grafana puts in the place of variables in provisioning files (pkg/services/provisioning/values). */
function expanded(text: string, environment: { [name: string]: string } = {}): string {
  const variables = (part: string) =>
    part.replace(
      /\$(?:\{(\w+)\}|(\w+))/g,
      (_, braced?: string, bare?: string) => environment[braced ?? bare ?? ''] ?? '',
    );
  return text.split('$$').map(variables).join('$');
}

describe('the file of data sources', () => {
  test('is read by Grafana as it is written', () => {
    const file: unknown = readYamlDocument(yamlText('test', dataSourcesConfig([prometheus, loki])));

    expect(file).toEqual({
      apiVersion: 1,
      prune: true,
      datasources: [
        {
          name: 'Prometheus',
          uid: 'prometheus',
          type: 'prometheus',
          access: 'proxy',
          url: 'http://prometheus:9090',
          isDefault: true,
          editable: false,
          jsonData: { httpMethod: 'POST', timeInterval: '30s' },
        },
        {
          name: 'Loki',
          uid: 'loki',
          type: 'loki',
          access: 'proxy',
          url: 'http://loki:3100',
          isDefault: false,
          editable: false,
          jsonData: {},
        },
      ],
    });
  });

  test('keeps dollar signs through Grafana’s expansion of variables', () => {
    const priced = DataSource.loki({ url: 'http://loki:3100/$HOME', name: 'Costs in $, ${USER} and $$' });

    const { datasources } = dataSourcesConfig([priced]) as { datasources: { name: string; url: string }[] };

    expect(expanded(datasources[0]!.name, { USER: 'grafana' })).toBe('Costs in $, ${USER} and $$');
    expect(expanded(datasources[0]!.url, { HOME: '/root' })).toBe('http://loki:3100/$HOME');
  });

  test('keeps the variables of links for the browser, and the end of a regular expression', () => {
    const url = '/d/pods?var-pod=${__value.raw}&from=${__from}';
    const linked = DataSource.loki({
      url: 'http://loki:3100',
      links: [LogLink.fromLabel('pod', { title: 'Pod', url })],
    });
    const text = yamlText('test', dataSourcesConfig([linked]));

    const { datasources } = readYamlDocument(text) as {
      datasources: { jsonData: { derivedFields: { [key: string]: string }[] } }[];
    };

    const environment = { __value: 'wrong', __from: 'wrong' };
    const [field = {}] = datasources[0]!.jsonData.derivedFields;
    expect(expanded(field['url'] ?? '', environment)).toBe(url);
    expect(expanded(field['matcherRegex'] ?? '', environment)).toBe('^pod$');
  });

  test('is read after every file that the sidecar may write', () => {
    const discovered = [
      'loki-datasource.yaml',
      'namespace_monitoring.configmap_loki-datasource.loki-datasource.yaml',
      'namespace_zoo.configmap_z.zz.yaml',
    ];

    expect([...discovered, DATA_SOURCES_FILE].sort().at(-1)).toBe(DATA_SOURCES_FILE);
    expect(DATA_SOURCES_FILE).toMatch(/\.ya?ml$/);
  });
});

describe('the file of dashboard providers', () => {
  test('names folder and path of each, and leaves nothing to the browser', () => {
    const file: unknown = readYamlDocument(
      yamlText('test', providersConfig([{ name: 'General', folder: '', path: '/etc/grafana/dashboards/general' }])),
    );

    expect(file).toEqual({
      apiVersion: 1,
      providers: [
        {
          name: 'General',
          folder: '',
          type: 'file',
          disableDeletion: false,
          allowUiUpdates: false,
          updateIntervalSeconds: 30,
          options: { path: '/etc/grafana/dashboards/general' },
        },
      ],
    });
    expect(PROVIDERS_FILE).toMatch(/\.ya?ml$/);
  });

  test('keeps dollar signs in the title of a folder', () => {
    const { providers } = providersConfig([{ name: 'Costs $US', folder: 'Costs $US', path: '/d/costs' }]) as {
      providers: { name: string; folder: string }[];
    };

    expect(expanded(providers[0]!.folder)).toBe('Costs $US');
    expect(expanded(providers[0]!.name)).toBe('Costs $US');
  });
});
