import { checkPlugins, checkRootUrl, grafanaIni, subPathOf, UNUSED_PLUGINS } from '../../lib/grafana/grafana-config';

const settings = { alerting: false, disabledPlugins: [] };

describe('grafana.ini', () => {
  test('tells nobody about the installation and asks nobody for updates', () => {
    const ini = grafanaIni(settings);

    expect(ini['analytics']).toEqual({
      reporting_enabled: false,
      check_for_updates: false,
      check_for_plugin_updates: false,
    });
    expect(ini['news']).toEqual({ news_feed_enabled: false });
    expect(ini['security']).toEqual({ disable_gravatar: true });
    expect(ini['snapshots']).toEqual({ external_enabled: false });
  });

  test('keeps the plugins of the image as they are', () => {
    expect(grafanaIni(settings)['plugins']).toEqual({ preinstall_disabled: true, public_key_retrieval_disabled: true });
  });

  test('names the plugins that are not loaded', () => {
    const { plugins } = grafanaIni({ ...settings, disabledPlugins: ['tempo', 'jaeger'] });

    expect(plugins?.['disable_plugins']).toBe('tempo,jaeger');
  });

  test('never counts the data sources of the stack among the unused plugins', () => {
    expect(UNUSED_PLUGINS).not.toContain('prometheus');
    expect(UNUSED_PLUGINS).not.toContain('loki');
  });

  test('logs to the console, because there is no other place to write to', () => {
    expect(grafanaIni(settings)['log']).toEqual({ mode: 'console' });
  });

  test('evaluates alert rules only when asked to', () => {
    expect(grafanaIni(settings)['unified_alerting']).toEqual({ enabled: false });
    expect(grafanaIni({ ...settings, alerting: true })['unified_alerting']).toEqual({ enabled: true });
  });

  test('leaves the URL to Grafana when none is given', () => {
    expect(grafanaIni(settings)).not.toHaveProperty('server');
  });

  test('closes the URL with a slash', () => {
    const { server } = grafanaIni({ ...settings, rootUrl: 'https://grafana.corp.example' });

    expect(server).toEqual({ root_url: 'https://grafana.corp.example/' });
  });

  test('is served under the path of its URL', () => {
    const { server } = grafanaIni({ ...settings, rootUrl: 'https://corp.example/tools/grafana/' });

    expect(server).toEqual({ root_url: 'https://corp.example/tools/grafana/', serve_from_sub_path: true });
  });
});

describe('the path of a URL', () => {
  test.each([
    [undefined, ''],
    ['https://grafana.corp.example', ''],
    ['https://grafana.corp.example/', ''],
    ['https://corp.example/grafana', '/grafana'],
    ['https://corp.example/tools/grafana/', '/tools/grafana'],
  ])('of %j is %j', (rootUrl, path) => {
    expect(subPathOf(rootUrl)).toBe(path);
  });
});

describe('the URL', () => {
  const rule = "it must be an http or https URL of host, port and path alone, such as 'https://grafana.corp.example/'";

  test.each([
    'grafana.corp.example',
    'ftp://grafana.corp.example/',
    'https://',
    'https://grafana.corp.example:99999/',
    'https://grafana.corp.example/?orgId=1',
    'https://grafana.corp.example/#top',
    'https://grafana.corp.example/\n[auth.anonymous]\nenabled = true',
    'https://grafana.corp.example/;x',
    'https://grafana.corp.example/`',
    'https://${HOSTNAME}/',
    'https://grafana.corp.example/$__file{/etc/passwd}',
    '%(protocol)s://%(domain)s/',
    '',
  ])('fails when it is %j', (rootUrl) => {
    expect(() => checkRootUrl('Grafana', rootUrl)).toThrow(
      new Error(`[Grafana] 'rootUrl' is ${JSON.stringify(rootUrl)}; ${rule}`),
    );
  });

  test('fails for a user and a password, and shows neither', () => {
    expect(() => checkRootUrl('Grafana', 'https://admin:admin@grafana.corp.example/')).toThrow(
      new Error(`[Grafana] 'rootUrl' is "https://...@grafana.corp.example/"; ${rule}`),
    );
  });

  test.each([
    'http://localhost:3000',
    'https://grafana.corp.example/',
    'http://[::1]:3000/',
    'https://a.example/b%20c/~d_e/',
  ])('may be %j', (rootUrl) => {
    expect(() => checkRootUrl('Grafana', rootUrl)).not.toThrow();
  });
});

describe('the list of plugins', () => {
  test.each(['tempo,loki', '', 'a b', '-x', 'tempo\nenable = true'])('fails for %j', (plugin) => {
    expect(() => checkPlugins('Grafana', 'disabledPlugins', ['tempo', plugin])).toThrow(
      new Error(
        `[Grafana] 'disabledPlugins' is ${JSON.stringify(plugin)}; it must be the id of a plugin, such as 'tempo' or 'grafana-lokiexplore-app'`,
      ),
    );
  });
});
