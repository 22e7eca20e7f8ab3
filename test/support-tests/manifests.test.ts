import { existsSync } from 'node:fs';
import { ApiObject, type App, Chart } from 'cdk8s';
import { readIni } from '../support/ini';
import { Manifests, manifestsOf, testApp, testChart } from '../support/manifests';

const object = (kind: string, name: string, namespace?: string, rest: object = {}) => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
  ...rest,
});

describe('testChart', () => {
  test('gives a fresh chart called test in the namespace asked for', () => {
    const chart = testChart('shop');

    expect(chart.node.path).toBe('test');
    expect(chart.namespace).toBe('shop');
    expect(testChart().namespace).toBe('monitoring');
    expect(testChart().node.root).not.toBe(testChart().node.root);
  });

  test('leaves no folder behind', () => {
    manifestsOf(testChart());

    expect(existsSync((testChart().node.root as App).outdir)).toBe(false);
  });
});

describe('manifestsOf', () => {
  test('reads what a chart synthesizes the way kubectl does', () => {
    const chart = testChart();
    new ApiObject(chart, 'A', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'a' },
      data: { on: 'yes', n: '0o17x' },
    });

    const [configMap] = manifestsOf(chart).objects;

    expect(configMap).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'a', namespace: 'monitoring' },
      data: { on: 'yes', n: '0o17x' },
    });
  });

  test('reads all charts of an app', () => {
    const app = testApp();
    for (const name of ['a', 'b']) {
      new ApiObject(new Chart(app, name), 'A', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
    }

    expect(
      manifestsOf(app)
        .all('ConfigMap')
        .map(({ metadata }) => metadata.name),
    ).toEqual(['a', 'b']);
  });

  test('shows a string that cdk8s writes without quotes and kubectl takes for a number', () => {
    const chart = testChart();
    new ApiObject(chart, 'A', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { n: '0o17' } });

    expect(manifestsOf(chart).one('ConfigMap')['data']).toEqual({ n: 15 });
  });

  test('fails as the synthesis fails', () => {
    const chart = testChart();
    chart.node.addValidation({ validate: () => ['no good'] });

    expect(() => manifestsOf(chart)).toThrow('no good');
  });
});

describe('Manifests', () => {
  const manifests = new Manifests([
    object('Service', 'loki', 'a'),
    object('Service', 'loki', 'b'),
    object('Service', 'grafana', 'a'),
    object('ClusterRole', 'reader'),
  ]);

  test('finds the one object of a kind and name', () => {
    expect(manifests.one('Service', 'grafana')).toBe(manifests.objects[2]);
    expect(manifests.one('Service', 'b/loki')).toBe(manifests.objects[1]);
    expect(manifests.one('ClusterRole', 'reader')).toBe(manifests.objects[3]);
    expect(manifests.one('ClusterRole')).toBe(manifests.objects[3]);
  });

  test('tells what there is and what there is not', () => {
    expect(manifests.has('Service', 'loki')).toBe(true);
    expect(manifests.has('Service', 'c/loki')).toBe(false);
    expect(manifests.has('Deployment', 'loki')).toBe(false);
    expect(manifests.all('Service')).toHaveLength(3);
  });

  test.each([
    ['Service', 'promtail', "found 0 of Service 'promtail', expected one; there Service is: a/loki, b/loki, a/grafana"],
    ['Service', 'loki', "found 2 of Service 'loki', expected one; there Service is: a/loki, b/loki, a/grafana"],
    ['Deployment', 'loki', "found 0 of Deployment 'loki', expected one; there Deployment is: none"],
    ['Service', undefined, 'found 3 of Service, expected one; there Service is: a/loki, b/loki, a/grafana'],
  ])('fails to find %s %s', (kind, name, message) => {
    expect(() => manifests.one(kind, name)).toThrow(new Error(message));
  });
});

describe('Manifests.config', () => {
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  const manifests = new Manifests([
    object('ConfigMap', 'config', 'a', {
      data: {
        'a.yaml': 'x: yes\n',
        'a.json': '{"x": 1}',
        'a.ini': '[s]\nx = 1\n',
        'a.alloy': 'logging {}',
        'b.yml': '{',
      },
      binaryData: { 'c.json': base64('[1]') },
    }),
    object('Secret', 'secret', 'a', { data: { 'a.yaml': base64('x: 1') }, stringData: { 'b.json': '{}', plain: 'p' } }),
  ]);

  test.each([
    ['ConfigMap', 'config', 'a.yaml', { x: true }],
    ['ConfigMap', 'config', 'a.json', { x: 1 }],
    ['ConfigMap', 'config', 'a.ini', { s: { x: '1' } }],
    ['ConfigMap', 'config', 'c.json', [1]],
    ['Secret', 'secret', 'a.yaml', { x: 1 }],
    ['Secret', 'a/secret', 'b.json', {}],
  ] as const)('parses %s %s %s', (kind, name, key, value) => {
    expect(manifests.config(kind, name, key)).toEqual(value);
  });

  test('gives other keys as text', () => {
    expect(manifests.text('ConfigMap', 'config', 'a.alloy')).toBe('logging {}');
    expect(manifests.text('Secret', 'secret', 'plain')).toBe('p');
  });

  test.each([
    ['a.alloy', "ConfigMap 'config': no parser for 'a.alloy'; use text()"],
    ['z.yaml', "ConfigMap 'config' has no key 'z.yaml'; it has: c.json, a.yaml, a.json, a.ini, a.alloy, b.yml"],
  ])('fails on the key %s', (key, message) => {
    expect(() => manifests.config('ConfigMap', 'config', key)).toThrow(new Error(message));
  });

  test('fails on a text that is not what its key says, and names both', () => {
    expect(() => manifests.config('ConfigMap', 'config', 'b.yml')).toThrow(
      /^ConfigMap 'config' key 'b\.yml': Flow map/,
    );
  });
});

describe('readIni', () => {
  test('reads sections and settings as Grafana does', () => {
    const text = [
      'app_mode = production',
      '; a comment',
      '[auth.anonymous]',
      '# another',
      'enabled=true',
      'name = "in quotes"',
      'cut = before # a comment',
      'kept = `a # b`',
      'also_kept = """a ; b"""',
      'empty =',
      '[auth.anonymous]',
      'again = 1',
    ].join('\n');

    expect(readIni(text)).toEqual({
      '': { app_mode: 'production' },
      'auth.anonymous': {
        enabled: 'true',
        name: 'in quotes',
        cut: 'before',
        kept: 'a # b',
        also_kept: 'a ; b',
        empty: '',
        again: '1',
      },
    });
  });

  test.each([
    ['a line without a value', 'oops', 'line 1 is no INI: oops'],
    ['a setting that stands twice', '[a]\nb = 1\nb = 2', 'line 3 sets [a] b again'],
  ])('fails on %s', (_, text, message) => {
    expect(() => readIni(text)).toThrow(new Error(message));
  });
});
