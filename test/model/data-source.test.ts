import { Duration } from 'cdk8s';
import { DataSource } from '../../lib/model/data-source';
import { LogLink } from '../../lib/model/log-link';

describe('DataSource', () => {
  test('of Prometheus is called so, and asks with POST at the scrape interval', () => {
    const source = DataSource.prometheus({ url: 'http://prometheus:9090' });

    expect(source).toMatchObject({ type: 'prometheus', uid: 'prometheus', name: 'Prometheus', isDefault: false });
    expect(source._jsonData).toEqual({ httpMethod: 'POST', timeInterval: '30s' });
  });

  test('of Prometheus tells Grafana how often it scrapes', () => {
    const source = DataSource.prometheus({ url: 'http://prometheus:9090', scrapeInterval: Duration.minutes(2) });

    expect(source._jsonData['timeInterval']).toBe('2m');
  });

  test('of Loki is called so', () => {
    const source = DataSource.loki({ url: 'http://loki:3100' });

    expect(source).toMatchObject({
      type: 'loki',
      uid: 'loki',
      name: 'Loki',
      url: 'http://loki:3100',
      isDefault: false,
    });
  });

  test('takes a uid and a name of its own', () => {
    const source = DataSource.prometheus({
      url: 'https://mimir.corp.example/prometheus',
      uid: 'mimir_eu-1',
      name: 'Mimir (EU)',
      isDefault: true,
    });

    expect(source).toMatchObject({ type: 'prometheus', uid: 'mimir_eu-1', name: 'Mimir (EU)', isDefault: true });
  });

  test.each(['a'.repeat(41), 'my loki', 'loki/eu', ''])('fails for the uid %j', (uid) => {
    expect(() => DataSource.loki({ url: 'http://loki:3100', uid })).toThrow(
      new Error(`[DataSource Loki] 'uid' is "${uid}"; it must be 1 to 40 letters, digits, '-' or '_'`),
    );
  });

  test.each(['', 'Lo\nki'])('fails for the name %j', (name) => {
    const rule = 'it must be one line of text that is not empty and has no control characters';

    expect(() => DataSource.loki({ url: 'http://loki:3100', name })).toThrow(
      new Error(`[DataSource] 'name' is ${JSON.stringify(name)}; ${rule}`),
    );
  });

  test.each(['loki:3100', 'loki', 'grpc://loki:9095', 'http://', 'http://lo ki:3100', 'http://loki:99999', ''])(
    'fails for the URL %j',
    (url) => {
      expect(() => DataSource.loki({ url })).toThrow(
        new Error(
          `[DataSource Loki] 'url' is ${JSON.stringify(url)}; it must be an http or https URL, such as 'http://loki:3100'`,
        ),
      );
    },
  );

  test('fails for a password in the URL, and does not repeat it', () => {
    expect(() => DataSource.loki({ url: 'https://admin:s3cret@loki.corp.example' })).toThrow(
      new Error(
        '[DataSource Loki] \'url\' is "https://...@loki.corp.example"; it must carry no user or password: they would end in a ConfigMap',
      ),
    );
  });

  test.each(['http://loki:3100/', 'https://[fd00::1]:3100/loki', 'http://10.0.0.5:3100'])('takes the URL %j', (url) => {
    expect(DataSource.loki({ url }).url).toBe(url);
  });

  test('of Loki shows links beside the labels of its log lines', () => {
    const links = [
      LogLink.fromLabel('namespace', { title: 'Namespace', url: '/d/ns?var-namespace=${__value.raw}' }),
      LogLink.fromLabel('pod', { title: 'Pod', url: '/d/pod?var-namespace=${__data.fields.namespace}' }),
    ];

    const { _jsonData } = DataSource.loki({ url: 'http://loki:3100', links });

    const fields = _jsonData['derivedFields'] as { name: string; urlDisplayLabel: string }[];
    expect(fields.map(({ name, urlDisplayLabel }) => [name, urlDisplayLabel])).toEqual([
      ['namespace', 'Namespace'],
      ['pod', 'Pod'],
    ]);
  });

  test('of Loki says nothing of links when there are none', () => {
    expect(DataSource.loki({ url: 'http://loki:3100', links: [] })._jsonData).toEqual({});
  });

  test('fails for a link that reads a label without a link of its own', () => {
    const url = '/d/pod?var-namespace=${__data.fields.namespace}';
    const links = [LogLink.fromLabel('pod', { title: 'Pod', url })];

    expect(() => DataSource.loki({ url: 'http://loki:3100', links })).toThrow(
      new Error(
        `[DataSource Loki] 'links' is "${url}"; it reads the label 'namespace', which must have a link of its own`,
      ),
    );
  });

  test('fails for two links of one title beside one label', () => {
    const link = LogLink.fromLabel('pod', { title: 'Pod', url: '/d/pod' });

    expect(() => DataSource.loki({ url: 'http://loki:3100', name: 'Logs', links: [link, link] })).toThrow(
      new Error("[DataSource Logs] 'links' is \"Pod\"; it stands twice beside the label 'pod'"),
    );
  });

  test('fails for a link that was not made by LogLink', () => {
    const plain = { label: 'pod', title: 'Pod', url: '/d/pod' } as unknown as LogLink;

    expect(() => DataSource.loki({ url: 'http://loki:3100', links: [plain] })).toThrow(
      /^\[DataSource Loki\] 'links' is .*; it must be made by LogLink\.fromLabel/,
    );
  });
});
