import { Chart } from 'cdk8s';
import { ArgoApplication, Credentials, Endpoint, GrafanaDiscovery, Loki } from '../../lib';
import { testChart } from '../support/manifests';
import { CONTAINER, deployment } from '../validation/support/validate';
import { long, make, validated, type BadCase } from './bad-case';

const endpoint = (props: object): Endpoint =>
  new Endpoint({ service: 'loki', namespace: 'monitoring', port: 80, ...props });
const job = (kind: 'CronJob' | 'Job', name: string): object => {
  const template = { spec: { restartPolicy: 'Never', containers: [CONTAINER] } };
  const spec = kind === 'Job' ? { template } : { schedule: '0 3 * * *', jobTemplate: { spec: { template } } };
  return { apiVersion: 'batch/v1', kind, metadata: { name, namespace: 'shop' }, spec };
};

/** Names of namespaces, objects and Services. */
export const NAMES: readonly BadCase[] = [
  [
    1,
    'a namespace in capitals',
    () => new Loki(testChart('MyNS'), 'Loki'),
    `[test/Loki] 'namespace' is "MyNS"; it must be 1 to 63 lower-case letters, digits or '-', beginning and ending with a letter or digit`,
  ],
  [
    1,
    'no namespace at all',
    () => new Loki(new Chart(testChart(), 'inner'), 'Loki'),
    "[test/inner/Loki] the chart has no 'namespace'; give it one: new Chart(app, 'monitoring', { namespace: 'monitoring' })",
  ],
  [
    1,
    'an empty namespace',
    () => endpoint({ namespace: '' }),
    `[Endpoint loki] 'namespace' is ""; it must be 1 to 63 lower-case letters, digits or '-', beginning and ending with a letter or digit`,
  ],
  [
    1,
    'a namespace of 64 characters',
    () => endpoint({ namespace: long(64) }),
    `[Endpoint loki] 'namespace' is "${long(64)}"; it must be 1 to 63 lower-case letters, digits or '-', beginning and ending with a letter or digit`,
  ],
  [
    1,
    'a watched namespace in capitals',
    () => GrafanaDiscovery.labelledConfigMaps({ namespaces: ['Shop'] }),
    `[GrafanaDiscovery] 'namespaces' is "Shop"; it must be 1 to 63 lower-case letters, digits or '-', beginning and ending with a letter or digit`,
  ],
  [
    1,
    'a namespace that is watched twice',
    () => GrafanaDiscovery.labelledConfigMaps({ namespaces: ['shop', 'shop'] }),
    `[GrafanaDiscovery] 'namespaces' is "shop"; it stands twice; name each namespace once`,
  ],
  [
    1,
    'a namespace of Argo CD with a dot',
    () => new ArgoApplication(testChart(), 'Argo', { repoUrl: 'https://git.example/x.git', argoNamespace: 'argo.cd' }),
    `[test/Argo] 'argoNamespace' is "argo.cd"; it must be 1 to 63 lower-case letters, digits or '-', beginning and ending with a letter or digit`,
  ],
  [
    2,
    'an object name with an underscore',
    () => make.alloy({ name: 'My_App' }),
    `[test/Alloy] 'name' is "My_App"; it must be 1 to 253 lower-case letters, digits, '-' or '.', beginning and ending with a letter or digit`,
  ],
  [
    2,
    'an object name of 300 characters',
    () => make.promtail({ name: long(300) }),
    `[test/Promtail] 'name' is "${long(79)}...; it must be 1 to 253 lower-case letters, digits, '-' or '.', beginning and ending with a letter or digit`,
  ],
  [
    2,
    'the name of a Secret with a blank',
    () => Credentials.fromSecret('grafana admin'),
    `[Credentials] 'secretName' is "grafana admin"; it must be 1 to 253 lower-case letters, digits, '-' or '.', beginning and ending with a letter or digit`,
  ],
  [
    2,
    'a pull secret in capitals',
    () => make.loki({ imagePullSecrets: ['Registry'] }),
    `[test/Loki] 'imagePullSecrets' is "Registry"; it must be 1 to 253 lower-case letters, digits, '-' or '.', beginning and ending with a letter or digit`,
  ],
  [
    2,
    'a PriorityClass with an underscore',
    () => make.loki({ priorityClassName: 'high_priority' }),
    `[test/Loki] 'priorityClassName' is "high_priority"; it must be 1 to 253 lower-case letters, digits, '-' or '.', beginning and ending with a letter or digit`,
  ],
  [
    2,
    'a ConfigMap of rules with a slash',
    () => make.loki({ rulesConfigMap: 'a/b' }),
    `[test/Loki] 'rulesConfigMap' is "a/b"; it must be 1 to 253 lower-case letters, digits, '-' or '.', beginning and ending with a letter or digit`,
  ],
  [
    3,
    'a Service that begins with a digit',
    () => make.loki({ name: '1loki' }),
    `[test/Loki] 'name' is "1loki"; it must be 1 to 63 lower-case letters, digits or '-', beginning with a letter`,
  ],
  [
    3,
    'a Service of 64 characters',
    () => make.grafana({ name: long(64) }),
    `[test/Grafana] 'name' is "${long(64)}"; it must be 1 to 63 lower-case letters, digits or '-', beginning with a letter`,
  ],
  [
    3,
    'a Service with a dot',
    () => endpoint({ service: 'loki.monitoring' }),
    `[Endpoint loki.monitoring] 'service' is "loki.monitoring"; it must be 1 to 63 lower-case letters, digits or '-', beginning with a letter`,
  ],
  [
    4,
    'Loki with a name of 53 characters',
    () => make.loki({ name: long(53) }),
    `[test/Loki] 'name' is "${long(53)}"; it must be 1 to 52 lower-case letters, digits or '-', beginning and ending with a letter or digit`,
  ],
  [
    4,
    'Prometheus with a name of 42 characters',
    () => make.prometheus({ name: long(42) }),
    `[test/Prometheus] 'name' is "${long(42)}"; it must be at most 41 characters: its StatefulSet is named 'prometheus-<name>', and a StatefulSet's name has at most 52`,
  ],
  [
    4,
    'Postgres with a name of 53 characters',
    () => make.postgres({ name: long(53) }),
    `[test/Postgres] 'name' is "${long(53)}"; it must be 1 to 52 lower-case letters, digits or '-', beginning and ending with a letter or digit`,
  ],
  [
    4,
    'a StatefulSet of 53 characters in a manifest',
    () => validated({ ...deployment({}, {}, long(53)), kind: 'StatefulSet' }),
    `high name: StatefulSet shop/${long(53)}, metadata.name: the name of a StatefulSet has at most 52 characters`,
  ],
  [
    5,
    'a CronJob of 53 characters',
    () => validated(job('CronJob', long(53))),
    `high name: CronJob shop/${long(53)}, metadata.name: the name of a CronJob has at most 52 characters`,
  ],
  [
    5,
    'a Job of 64 characters',
    () => validated(job('Job', long(64))),
    `high name: Job shop/${long(64)}, metadata.name: the name of a Job has at most 63 characters`,
  ],
];
