import { Credentials } from '../../lib/core/credentials';
import { Grafana, type GrafanaProps } from '../../lib/grafana/grafana';
import { grafanaIni } from '../../lib/grafana/grafana-config';
import { mergedIni } from '../../lib/grafana/grafana-extra';
import { manifestsOf, testChart, type Manifests } from '../support/manifests';

const admin = Credentials.fromSecret('grafana-admin');

function grafana(props: Partial<GrafanaProps> = {}): Manifests {
  const chart = testChart();
  new Grafana(chart, 'Grafana', { admin, ...props });
  return manifestsOf(chart);
}

const iniOf = (found: Manifests): any => found.config('ConfigMap', 'prom-grafana', 'grafana.ini');
const checksumOf = (found: Manifests): string =>
  found.one('Deployment')['spec'].template.metadata.annotations['checksum/prom-grafana'];

describe('Grafana with settings of its own', () => {
  test('has those of both, in sections of ours and in new ones, and restarts for them', () => {
    const extraConfig = {
      security: { cookie_secure: true },
      smtp: { enabled: true, host: 'mail.corp.example:25', startTLS_policy: 'MandatoryStartTLS' },
      'auth.anonymous': { enabled: true, org_role: 'Viewer' },
      users: { default_language: 'ko-KR', login_hint: '' },
      dashboards: { versions_to_keep: 5 },
    };
    const [plain, more] = [grafana(), grafana({ extraConfig })];

    expect(iniOf(more)).toEqual({
      ...iniOf(plain),
      security: { disable_gravatar: 'true', cookie_secure: 'true' },
      smtp: { enabled: 'true', host: 'mail.corp.example:25', startTLS_policy: 'MandatoryStartTLS' },
      'auth.anonymous': { enabled: 'true', org_role: 'Viewer' },
      users: { default_language: 'ko-KR', login_hint: '' },
      dashboards: { versions_to_keep: '5' },
    });
    expect(checksumOf(more)).not.toBe(checksumOf(plain));
  });

  test.each([
    "contains(groups[*], 'admin') && 'Admin' || 'Viewer'",
    "'Admin'",
    '"quoted"',
    '"""',
    "contains(roles, `admin`) && 'Admin'",
    '`["admin"]`',
    '#1',
    'a;b`c`',
    "'a;b'",
    '(|(uid=%s)(mail=%s))',
    'DOMAIN\\',
    'C:\\x',
    ' space ',
    '$__file{/etc/secrets/github}',
    '한국어 = "값"',
  ])('reads back a value as it was given: %s', (role) => {
    expect(iniOf(grafana({ extraConfig: { 'auth.github': { role } } }))['auth.github']).toEqual({ role });
  });

  test('keeps the settings that it was given, whatever its caller does with them later', () => {
    const chart = testChart();
    const extraConfig = { smtp: { enabled: true } };
    new Grafana(chart, 'Grafana', { admin, extraConfig });

    extraConfig.smtp.enabled = false;

    expect(iniOf(manifestsOf(chart)).smtp).toEqual({ enabled: 'true' });
  });

  test.each([
    [
      { server: { root_url: 'https://x.example/' } },
      `'extraConfig.server.root_url' is "https://x.example/"; the typed prop 'rootUrl' sets it: use that`,
    ],
    [
      { unified_alerting: { enabled: true } },
      "'extraConfig.unified_alerting.enabled' is true; the typed prop 'alerting' sets it to false: use that",
    ],
    [
      { security: { admin_user: 'root' } },
      `'extraConfig.security.admin_user' is "root"; the typed prop 'admin' sets it: use that`,
    ],
    [
      { server: { http_port: 8080 } },
      "'extraConfig.server.http_port' is 8080; this library sets it to 3000: leave it out, or patch the ConfigMap",
    ],
    [
      { paths: { data: '/data' } },
      `'extraConfig.paths.data' is "/data"; this library sets it to "/var/lib/grafana": leave it out, or patch the ConfigMap`,
    ],
    [
      { log: { mode: 'file' } },
      `'extraConfig.log.mode' is "file"; this library sets it to "console": leave it out, or patch the ConfigMap`,
    ],
    [{ app_mode: 'development' }, `'extraConfig.app_mode' is "development"; it must be a section: a map of settings`],
    [
      { smtp: { hosts: ['a', 'b'] } },
      `'extraConfig.smtp.hosts' is ["a","b"]; a setting is text, a number or a boolean; write a list as Grafana reads it, such as 'a,b'`,
    ],
    [
      { auth: { github: { enabled: true } } },
      `'extraConfig.auth.github' is {"enabled":true}; a setting is text, a number or a boolean; write a list as Grafana reads it, such as 'a,b'`,
    ],
    [{ smtp: { from: 'a\n[security]' } }, `the ini value of 'from' is "a\\n[security]"; it must be one line of text`],
    [{ 'smtp]': { from: 'a' } }, `the ini key "smtp]" may hold letters, digits, '_', '-' and '.' alone`],
  ])('fails at once for %j', (extraConfig, message) => {
    expect(() => new Grafana(testChart(), 'Grafana', { admin, extraConfig })).toThrow(
      new Error(`[test/Grafana] ${message}`),
    );
  });

  test('fails for the password of the administrator without showing it, and names the prop', () => {
    const call = (): Manifests => grafana({ extraConfig: { security: { admin_password: 'hunter2' } } });

    expect(call).toThrow(
      new Error(
        "[test/Grafana] 'extraConfig.security.admin_password' is a secret, which the output would show in clear; use the typed prop 'admin'",
      ),
    );
  });

  test.each([
    ['security', 'secret_key'],
    ['database', 'password'],
    ['smtp', 'password'],
    ['auth.generic_oauth', 'client_secret'],
    ['auth.azuread', 'client_secret'],
    ['remote_cache', 'connstr'],
    ['external_image_storage.s3', 'secret_key'],
    ['external_image_storage.azure_blob', 'account_key'],
    ['metrics', 'basic_auth_password'],
    ['rendering', 'renderer_token'],
    ['unified_alerting', 'ha_redis_password'],
    ['unified_alerting.state_history', 'loki_basic_auth_password'],
  ])('fails for the secret [%s] %s in clear, and takes the name of a file', (section, key) => {
    const settings = { alerting: false, disabledPlugins: [] };
    const ini = (value: string): any => mergedIni('Test', grafanaIni(settings), { [section]: { [key]: value } });

    expect(() => ini('hunter2')).toThrow(
      `[Test] 'extraConfig.${section}.${key}' is a secret, which the output would show in clear; name a file`,
    );
    expect(ini('$__file{/etc/secrets/x}')[section][key]).toBe('$__file{/etc/secrets/x}');
  });
});
