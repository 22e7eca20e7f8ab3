import { ArgoApplication, Credentials, DataSource, LogLink, ContainerImage } from '../../lib';
import { k8s } from '../../lib/core/k8s';
import { testChart } from '../support/manifests';
import { deployment } from '../validation/support/validate';
import { ADMIN, long, make, synthesized, untyped, validated, type BadCase } from './bad-case';

const PASSWORD = 'hunter2';
const demo = (username: unknown, password: unknown): Credentials =>
  Credentials.insecureDemo(untyped(username), untyped(password));
const withSecret = (key: string, namespace: string): unknown => {
  const grafana = make.grafana();
  new k8s.KubeSecret(grafana, 'Secret', {
    metadata: { name: 'grafana-admin', namespace },
    stringData: { [key]: 'x', username: 'x' },
  });
  return synthesized(grafana);
};

/** Passwords and where they are kept. No message may show one: the suite looks for `hunter2` in every message. */
export const SECRETS: readonly BadCase[] = [
  [
    43,
    'a data source with a password',
    () => DataSource.loki({ url: `http://me:${PASSWORD}@loki:3100` }),
    `[DataSource Loki] 'url' is "http://...@loki:3100"; it must carry no user or password: they would end in a ConfigMap`,
  ],
  [
    43,
    'a data source with a password and a blank',
    () => DataSource.loki({ url: `http://me:${PASSWORD}@loki:3100/ x` }),
    `[DataSource Loki] 'url' is "http://...@loki:3100/ x"; it must be an http or https URL, such as 'http://loki:3100'`,
  ],
  [
    43,
    'the URL of Prometheus with a password',
    () => make.prometheus({ externalUrl: `https://me:${PASSWORD}@prometheus.example` }),
    `[test/Prometheus] 'externalUrl' is "https://...@prometheus.example"; it must be an http or https URL without user, query and fragment, such as 'https://prometheus.corp.example'`,
  ],
  [
    43,
    'the URL of Grafana with a password',
    () => make.grafana({ rootUrl: `https://me:${PASSWORD}@grafana.example` }),
    `[test/Grafana] 'rootUrl' is "https://...@grafana.example"; it must be an http or https URL of host, port and path alone, such as 'https://grafana.corp.example/'`,
  ],
  [
    43,
    'a link with a password',
    () => LogLink.fromLabel('pod', { title: 'Pod', url: `https://me:${PASSWORD}@pods.example/` }),
    `[LogLink pod] 'url' is "https://...@pods.example/"; it must carry no password, which everyone who sees the line would see`,
  ],
  [
    43,
    'a repository with a password',
    () => new ArgoApplication(testChart(), 'Argo', { repoUrl: `https://me:${PASSWORD}@git.example/x.git` }),
    `[test/Argo] 'repoUrl' is "https://...@git.example/x.git"; it must carry no password, which the output would show: Argo CD keeps those of repositories in Secrets`,
  ],
  [
    49,
    'an image with a password',
    () => ContainerImage.parse(`https://me:${PASSWORD}@registry.example/x:1`),
    `[ContainerImage] 'reference' is "https://...@registry.example/x:1"; it must be 'registry/repository:tag', with '@sha256:<64 hex digits>' if pinned by digest`,
  ],
  [
    65,
    'a URL with a password in a configuration',
    () => make.loki({ extraConfig: { ruler: { alertmanager_url: `http://me:${PASSWORD}@am:9093` } } }),
    "[test/Loki] 'extraConfig.ruler.alertmanager_url' is a secret, which the output would show in clear; name a file of a mounted Secret, by a key such as 'password_file' or, in Grafana, by the value '$__file{/path}'",
  ],
  [
    85,
    'a password in a setting',
    () => make.grafana({ extraConfig: { smtp: { password: PASSWORD } } }),
    "[test/Grafana] 'extraConfig.smtp.password' is a secret, which the output would show in clear; name a file of a mounted Secret, by a key such as 'password_file' or, in Grafana, by the value '$__file{/path}'",
  ],
  [
    86,
    'no user',
    () => demo('', PASSWORD),
    `[Credentials] 'username' is ""; it must be one line of text that is not empty and has no control characters`,
  ],
  [
    86,
    'no password',
    () => demo('admin', ''),
    "[Credentials] 'password' is missing; it must be one line of text that is not empty and has no control characters",
  ],
  [
    86,
    'a password that is missing',
    () => demo('admin', undefined),
    "[Credentials] 'password' is missing; it must be one line of text that is not empty and has no control characters",
  ],
  [
    86,
    'a password that is a list',
    () => demo('admin', [PASSWORD]),
    "[Credentials] 'password' is not shown here; it must be one line of text that is not empty and has no control characters",
  ],
  [
    86,
    'a password of two lines',
    () => demo('admin', `${PASSWORD}\n`),
    "[Credentials] 'password' is not shown here; it must be one line of text that is not empty and has no control characters",
  ],
  [
    86,
    'a password with a NUL',
    () => demo('admin', `${PASSWORD}\u0000`),
    "[Credentials] 'password' is not shown here; it must be one line of text that is not empty and has no control characters",
  ],
  [
    86,
    'a user of two lines',
    () => demo('ad\nmin', PASSWORD),
    `[Credentials] 'username' is "ad\\nmin"; it must be one line of text that is not empty and has no control characters`,
  ],
  [
    86,
    'a password as the administrator',
    () => make.grafana({ admin: PASSWORD }),
    "[test/Grafana] 'admin' is no Credentials; it must be Credentials.fromSecret('grafana-admin') or, for a demo, Credentials.insecureDemo(user, password)",
  ],
  [
    86,
    'user and password as the administrator',
    () => make.grafana({ admin: { username: 'me', password: PASSWORD } }),
    "[test/Grafana] 'admin' is no Credentials; it must be Credentials.fromSecret('grafana-admin') or, for a demo, Credentials.insecureDemo(user, password)",
  ],
  [
    86,
    'no administrator',
    () => make.grafana({ admin: undefined }),
    "[test/Grafana] 'admin' is missing; it must be Credentials.fromSecret('grafana-admin') or, for a demo, Credentials.insecureDemo(user, password)",
  ],
  [
    86,
    'a password as the database user',
    () => make.shop({ databaseCredentials: PASSWORD }),
    "[test/Timedeal/Postgres] 'credentials' is no Credentials; it must be Credentials.fromSecret('timedeal-db') or, for a demo, Credentials.insecureDemo(user, password)",
  ],
  [
    86,
    'user and password of the database',
    () => make.postgres({ credentials: { username: 'me', password: PASSWORD } }),
    "[test/Postgres] 'credentials' is no Credentials; it must be Credentials.fromSecret('timedeal-db') or, for a demo, Credentials.insecureDemo(user, password)",
  ],
  [
    86,
    'no user of the database',
    () => make.postgres({ credentials: undefined }),
    "[test/Postgres] 'credentials' is missing; it must be Credentials.fromSecret('timedeal-db') or, for a demo, Credentials.insecureDemo(user, password)",
  ],
  [
    86,
    'credentials in the place of an image',
    () => make.loki({ image: demo('me', PASSWORD) }),
    `[test/Loki] 'image' is {"secretName":"...","passwordKey":"..."}; it must be ContainerImage.parse('docker.io/grafana/loki:3.7.6')`,
  ],
  [
    86,
    'credentials in the place of a name',
    () => make.loki({ name: demo('me', PASSWORD) }),
    `[test/Loki] 'name' is {"secretName":"...","passwordKey":"..."}; it must be 1 to 63 lower-case letters, digits or '-', beginning with a letter`,
  ],
  [
    86,
    'credentials in the place of the storage',
    () => make.loki({ storage: { username: 'me', password: PASSWORD } }),
    `[test/Loki] 'storage' is {"username":"me","password":"..."}; it must be Storage.persistent(Size.gibibytes(10)) or Storage.ephemeral(Size.gibibytes(10))`,
  ],
  [
    87,
    'a key that the Secret of the app has not',
    () => withSecret('secret', 'monitoring'),
    "Validation failed with the following errors:\n  [test/Grafana] the Secret 'grafana-admin' of 'admin' has no key 'password'; it has: secret, username",
  ],
  [
    87,
    'a Secret of another namespace',
    () => withSecret('password', 'shop'),
    "Validation failed with the following errors:\n  [test/Grafana] the Secret 'grafana-admin' of 'admin' is in the namespace 'shop'; a pod reads Secrets of its own namespace alone: make it in 'monitoring'",
  ],
  [
    87,
    'a key that a variable names and the Secret of the app has not',
    () =>
      validated(deployment({ env: [{ name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'api', key: 'token' } } }] }), {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'api', namespace: 'shop' },
        stringData: { user: 'hunter2' },
      }),
    "high config-key: Deployment shop/api, spec.template.spec.containers[0].env[0].valueFrom.secretKeyRef.key: Secret shop/api has no key 'token'; it has: 'user'\nmedium secret-data: Secret shop/api, data: the values of 'user' stand in the manifest",
  ],
  [
    88,
    'a user of the database of 64 bytes',
    () => make.postgres({ credentials: demo(long(64), PASSWORD) }),
    `[test/Postgres] 'credentials' is "${long(64)}"; the user must have at most 63 bytes and not begin with 'pg_', which PostgreSQL keeps for itself`,
  ],
  [
    88,
    'a user of the database of 64 bytes in Korean',
    () => make.postgres({ credentials: demo(long(22, '한'), PASSWORD) }),
    `[test/Postgres] 'credentials' is "한한한한한한한한한한한한한한한한한한한한한한"; the user must have at most 63 bytes and not begin with 'pg_', which PostgreSQL keeps for itself`,
  ],
  [
    88,
    'a user of the database that PostgreSQL keeps for itself',
    () => make.postgres({ credentials: demo('pg_admin', PASSWORD) }),
    `[test/Postgres] 'credentials' is "pg_admin"; the user must have at most 63 bytes and not begin with 'pg_', which PostgreSQL keeps for itself`,
  ],
  [
    91,
    'a Secret by a number',
    () => Credentials.fromSecret(untyped(5)),
    "[Credentials] 'secretName' is 5; it must be 1 to 253 lower-case letters, digits, '-' or '.', beginning and ending with a letter or digit",
  ],
  [
    91,
    'the same administrator by nothing',
    () => make.stack({ grafana: { admin: untyped(null) } }) && ADMIN,
    "[test/Plg/Grafana] 'admin' is null; it must have a value, or be left out where it has a default",
  ],
];
