import { Duration } from 'cdk8s';
import { copiedExtra, mergeConfig, type ConfigKeys, type ExtraConfig } from '../../lib/core/merge-config';

const OURS = {
  server: { port: 3100, log_level: 'info', tls: undefined },
  limits: { retention_period: '168h' },
  jobs: [{ name: 'pods', stages: [{ cri: {} }] }],
  analytics: false,
};
const TYPED_PROPS = {
  'limits.retention_period': 'retention',
  jobs: 'addJob()',
  'server.url': 'url',
  'server.admin_password': 'admin',
};

const merge = (extra: ExtraConfig | undefined, ours: ConfigKeys = OURS): ConfigKeys =>
  mergeConfig('Test', ours, extra, TYPED_PROPS);

/** The message of what a call throws, in full. */
function messageOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('it threw nothing');
}

describe('mergeConfig', () => {
  test('changes nothing without anything to add', () => {
    expect(merge(undefined)).toEqual(OURS);
    expect(merge({})).toEqual(OURS);
  });

  test('adds keys at any depth in their order, behind ours', () => {
    const merged = merge({ server: { grpc: { port: 9095 } }, tracing: { enabled: true }, hosts: ['a', 'b'] });

    expect(merged).toEqual({
      ...OURS,
      server: { ...OURS.server, grpc: { port: 9095 } },
      tracing: { enabled: true },
      hosts: ['a', 'b'],
    });
    expect(Object.keys(merged)).toEqual(['server', 'limits', 'jobs', 'analytics', 'hosts', 'tracing']);
  });

  test('sets what the library knows and leaves out', () => {
    expect(merge({ server: { tls: 'on' } })['server']).toEqual({ port: 3100, log_level: 'info', tls: 'on' });
  });

  test('takes the values that the library sets itself, lists and maps in any order of keys too', () => {
    const same = {
      analytics: false,
      limits: { retention_period: '168h' },
      jobs: [{ stages: [{ cri: {} }], name: 'pods' }],
    };

    expect(merge(same)).toEqual(OURS);
    expect(merge({ retry: { max: 1, min: 0 } }, { retry: { min: 0, max: 1 } })).toEqual({ retry: { min: 0, max: 1 } });
  });

  test('keeps what was given when the caller changes it afterwards, and shares nothing with it', () => {
    const extra = { server: { hosts: ['a'] } };
    const merged = merge(extra);
    const copy = copiedExtra('Test', extra);

    extra.server.hosts.push('b');

    expect(merged['server']).toMatchObject({ hosts: ['a'] });
    expect(copy).toEqual({ server: { hosts: ['a'] } });
  });

  test('changes neither of the two', () => {
    const ours = Object.freeze({ server: Object.freeze({ port: 3100 }) });
    const extra = Object.freeze({ server: Object.freeze({ level: 'info' }) });

    expect(merge(extra, ours)).toEqual({ server: { port: 3100, level: 'info' } });
  });

  test('takes keys that every object inherits for keys like others', () => {
    const extra = { constructor: 'x', server: { toString: 'y', hasOwnProperty: 'z' } };

    expect(JSON.stringify(merge(extra, { server: { port: 1 } }))).toBe(
      '{"server":{"port":1,"hasOwnProperty":"z","toString":"y"},"constructor":"x"}',
    );
  });

  test('takes an empty map where the key is new, as some programs need it', () => {
    expect(merge({ memberlist: {}, stages: [{ docker: {} }] })).toMatchObject({
      memberlist: {},
      stages: [{ docker: {} }],
    });
  });

  test('refuses another value than that of a typed prop, and names the prop', () => {
    expect(messageOf(() => merge({ limits: { retention_period: '48h' } }))).toBe(
      '[Test] \'extraConfig.limits.retention_period\' is "48h"; the typed prop \'retention\' sets it to "168h": use that',
    );
  });

  test('refuses what a typed prop says where the prop was not used', () => {
    const message = "[Test] 'extraConfig.server.url' is \"https://x\"; the typed prop 'url' sets it: use that";

    expect(messageOf(() => merge({ server: { url: 'https://x' } }))).toBe(message);
    expect(messageOf(() => merge({ server: { url: 'https://x' } }, {}))).toBe(message);
  });

  test.each([
    [{ analytics: true }, "'extraConfig.analytics' is true; this library sets it to false"],
    [{ server: { port: '3100' } }, '\'extraConfig.server.port\' is "3100"; this library sets it to 3100'],
    [{ server: { port: { http: 1 } } }, '\'extraConfig.server.port\' is {"http":1}; this library sets it to 3100'],
    [
      { server: { port: [3100] } },
      "'extraConfig.server.port' is [3100]; lists are not merged, and this library sets it to 3100",
    ],
  ])('refuses another value than ours where no prop says it: %j', (extra, message) => {
    expect(messageOf(() => merge(extra))).toBe(`[Test] ${message}: leave it out, or patch the ConfigMap`);
  });

  test('refuses to merge lists, and names the method that adds to ours', () => {
    expect(messageOf(() => merge({ jobs: [{ name: 'journal' }] }))).toBe(
      '[Test] \'extraConfig.jobs\' is [{"name":"journal"}]; lists are not merged, and the method addJob() sets it to ' +
        '[{"name":"pods","stages":[{"cri":{}}]}]: use that',
    );
  });

  test('refuses a list that is longer than ours by one item', () => {
    expect(() => merge({ jobs: [...OURS.jobs, { name: 'journal' }] })).toThrow('lists are not merged');
    expect(() => merge({ jobs: [] })).toThrow("'extraConfig.jobs' is []; lists are not merged");
  });

  test('refuses an empty map that would change nothing: it may be meant to take our keys away', () => {
    expect(messageOf(() => merge({ limits: {} }))).toBe(
      "[Test] 'extraConfig.limits' is {}; it would change nothing: name the keys to add, or leave it out",
    );
  });

  test('refuses a value in the place of a map', () => {
    expect(messageOf(() => merge({ server: 'off' }))).toBe(
      '[Test] \'extraConfig.server\' is "off"; it must be a map: this library sets keys of it',
    );
  });

  const VALUES = 'configuration is made of text, numbers, booleans, lists and maps';
  test.each([
    [{ a: null }, "'extraConfig.a' is null; leave the key out"],
    [{ a: { b: undefined } }, "'extraConfig.a.b' is undefined; leave the key out"],
    // eslint-disable-next-line no-sparse-arrays -- what is tested
    [{ a: [1, , 2] }, "'extraConfig.a[1]' is undefined; leave the key out"],
    [{ a: NaN }, "'extraConfig.a' is NaN; it must be a finite number"],
    [{ a: [0, -Infinity] }, "'extraConfig.a[1]' is -Infinity; it must be a finite number"],
    [{ a: () => 1 }, `'extraConfig.a' is a function; ${VALUES}`],
    [{ a: 10n }, `'extraConfig.a' is a bigint; ${VALUES}`],
    [{ a: new Date(0) }, `'extraConfig.a' is "1970-01-01T00:00:00.000Z"; ${VALUES}`],
    [{ a: Duration.days(2) }, `'extraConfig.a' is 2d; ${VALUES}`],
    [{ a: new Map([['b', 1]]) }, `'extraConfig.a' is {}; ${VALUES}`],
    [Object.create({ a: 1 }) as object, `'extraConfig' is {}; ${VALUES}`],
  ])('refuses what no configuration can hold: %p', (extra, message) => {
    const ending = message.endsWith(VALUES) ? "; write a duration as the program reads it, such as '48h'" : '';

    expect(messageOf(() => merge(extra as ExtraConfig))).toBe(`[Test] ${message}${ending}`);
  });

  test.each([['text'], [['a']], [7], [true]])('refuses what is no map at all: %j', (extra) => {
    expect(messageOf(() => merge(extra as unknown as ExtraConfig))).toBe(
      `[Test] 'extraConfig' is ${JSON.stringify(extra)}; it must be a map of keys`,
    );
  });

  test('refuses a key that would change what every object is, as JSON can carry it', () => {
    const extra = JSON.parse('{"server":{"__proto__":{"polluted":true}}}') as ExtraConfig;

    expect(messageOf(() => merge(extra))).toBe("[Test] 'extraConfig.server.__proto__' is no key");
    expect({}).not.toHaveProperty('polluted');
  });

  test('refuses a map that holds itself, but not one that stands twice', () => {
    const inner: { [key: string]: unknown } = { a: 1 };
    expect(merge({ b: inner, c: [inner, inner] })).toMatchObject({ b: { a: 1 }, c: [{ a: 1 }, { a: 1 }] });

    inner['self'] = { again: inner };

    expect(messageOf(() => merge({ inner }))).toBe("[Test] 'extraConfig.inner.self.again' holds itself");
  });
});

describe('a secret in a configuration', () => {
  const MEND =
    "name a file of a mounted Secret, by a key such as 'password_file' or, in Grafana, by the value '$__file{/path}'";

  test.each([
    [{ remote_write: [{ basic_auth: { username: 'a', password: 'hunter2' } }] }, 'remote_write[0].basic_auth.password'],
    [{ authorization: { credentials: 'hunter2' } }, 'authorization.credentials'],
    [{ common: { storage: { s3: { secret_access_key: 'hunter2' } } } }, 'common.storage.s3.secret_access_key'],
    [{ azure: { account_key: 'hunter2' } }, 'azure.account_key'],
    [{ 'auth.github': { client_secret: 'hunter2' } }, 'auth.github.client_secret'],
    [{ database: { url: 'postgres://grafana:hunter2@db:5432/grafana' } }, 'database.url'],
  ])('is refused without being shown: %j', (extra, path) => {
    expect(messageOf(() => merge(extra))).toBe(
      `[Test] 'extraConfig.${path}' is a secret, which the output would show in clear; ${MEND}`,
    );
  });

  test('is refused with the prop that takes it, where there is one', () => {
    expect(messageOf(() => merge({ server: { admin_password: 'hunter2' } }))).toBe(
      "[Test] 'extraConfig.server.admin_password' is a secret, which the output would show in clear; use the typed prop 'admin'",
    );
  });

  test('may be named by a file or a variable', () => {
    const extra = {
      basic_auth: { password_file: '/etc/secrets/password' },
      'auth.github': { client_secret: '$__file{/etc/secrets/github}', use_refresh_token: true },
      s3: { secret_access_key: '${S3_SECRET}' },
      'auth.basic': { password_policy: 'true' },
      limits: { tokens: 'many' },
      proxy: { url: 'http://proxy:3128/path@x', password: '' },
    };

    expect(merge(extra)).toMatchObject(extra);
  });
});
