import { type Chart } from 'cdk8s';
import { Credentials, Loki, NodeExporter } from '../../lib';
import { testChart } from '../support/manifests';
import { deployment } from '../validation/support/validate';
import { long, make, synthesized, validated, type BadCase } from './bad-case';

const config = (metadata: object, data?: object): object => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings', namespace: 'shop', ...metadata },
  ...(data === undefined ? {} : { data }),
});
const service = (ports: object[]): object => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'api', namespace: 'shop' },
  spec: { selector: { app: 'api' }, ports },
});

/** What only one object can have, variables, keys and paths. */
export const OBJECTS: readonly BadCase[] = [
  [
    11,
    'two ports of one name',
    () =>
      validated(
        deployment(),
        service([
          { name: 'http', port: 80 },
          { name: 'http', port: 81 },
        ]),
      ),
    "high service-port: Service shop/api, spec.ports: two ports are named 'http'",
  ],
  [
    11,
    'two ports of one number',
    () =>
      validated(
        deployment(),
        service([
          { name: 'a', port: 80 },
          { name: 'b', port: 80 },
        ]),
      ),
    'high service-port: Service shop/api, spec.ports: two ports have the number 80/TCP',
  ],
  [
    12,
    'two Lokis of one name',
    () => new Loki(...twice()),
    "[test/Two/Config] the ConfigMap 'loki' of the namespace 'monitoring' belongs to test/One/Config already; give one of them another 'name'",
  ],
  [
    12,
    'a ConfigMap that stands twice',
    () => validated(config({}), config({})),
    'high duplicate-object: ConfigMap shop/settings: there is another ConfigMap shop/settings in this manifest',
  ],
  [
    13,
    'a variable without a name',
    () => validated(deployment({ env: [{ name: '', value: 'x' }] })),
    "high container-name: Deployment shop/api, spec.template.spec.containers[0].env[0].name: it must be printable ASCII without '='",
  ],
  [
    13,
    'a variable with an equals sign',
    () => validated(deployment({ env: [{ name: 'A=B', value: 'x' }] })),
    "high container-name: Deployment shop/api, spec.template.spec.containers[0].env[0].name: it must be printable ASCII without '='",
  ],
  [
    14,
    'a key of a Secret with a slash',
    () => Credentials.fromSecret('db', { usernameKey: 'a/b' }),
    `[Credentials] 'usernameKey' is "a/b"; it must be a file name of at most 253 letters, digits, '-', '_' or '.'`,
  ],
  [
    14,
    'a key of two dots',
    () => Credentials.fromSecret('db', { passwordKey: '..' }),
    `[Credentials] 'passwordKey' is ".."; it must be a file name of at most 253 letters, digits, '-', '_' or '.'`,
  ],
  [
    14,
    'an empty key',
    () => Credentials.fromSecret('db', { passwordKey: '' }),
    `[Credentials] 'passwordKey' is ""; it must be a file name of at most 253 letters, digits, '-', '_' or '.'`,
  ],
  [
    14,
    'a key of 254 characters',
    () => Credentials.fromSecret('db', { passwordKey: long(254) }),
    `[Credentials] 'passwordKey' is "${long(79)}...; it must be a file name of at most 253 letters, digits, '-', '_' or '.'`,
  ],
  [
    15,
    'two volumes at one path',
    () =>
      validated(
        mounted([
          { name: 'tmp', mountPath: '/tmp' },
          { name: 'tmp', mountPath: '/tmp' },
        ]),
      ),
    "high volume-mount: Deployment shop/api, spec.template.spec.containers[0]: two volumes are mounted at '/tmp'",
  ],
  [
    15,
    'a relative path of an agent',
    () => make.promtail({ statePath: 'var/lib/promtail' }),
    `[test/Promtail] 'statePath' is "var/lib/promtail"; it must be the absolute path of a folder that outlives a restart of the node, such as '/var/lib/promtail'`,
  ],
  [
    15,
    'a path that climbs up',
    () => make.alloy({ statePath: '/var/lib/../../etc' }),
    `[test/Alloy] 'statePath' is "/var/lib/../../etc"; it must be the absolute path of a folder that outlives a restart of the node, such as '/var/lib/promtail'`,
  ],
  [
    15,
    'a subPath that climbs up',
    () => validated(mounted([{ name: 'tmp', mountPath: '/tmp', subPath: '../x' }])),
    "high volume-mount: Deployment shop/api, spec.template.spec.containers[0].volumeMounts[0].subPath: '../x' must not climb up by '..'",
  ],
  [
    92,
    'two stacks of one chart',
    () => synthesized(twoStacks()),
    "[test/Two/Prometheus/Access/Account] the ServiceAccount 'prom-kube-prometheus-stack-prometheus' of the namespace 'monitoring' belongs to test/One/Prometheus/Access/Account already; give one of them another 'name'",
  ],
  [
    92,
    'two node-exporters on one port',
    () => twoExporters(),
    "[test/Two] the port 9100 of every node belongs to test/One already; give one of them another 'port'",
  ],
  [
    48,
    'a path that does not begin with a slash',
    () => {
      const backend = { service: { name: 'api', port: { number: 80 } } };
      const spec = { rules: [{ http: { paths: [{ path: 'api', pathType: 'Prefix', backend }] } }] };
      validated({
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        metadata: { name: 'web', namespace: 'shop' },
        spec,
      });
    },
    "high ingress-path: Ingress shop/web, spec.rules[0].http.paths[0].path: 'api' does not begin with '/'",
  ],
];

function mounted(volumeMounts: object[]): object {
  return deployment({ volumeMounts }, { volumes: [{ name: 'tmp', emptyDir: { sizeLimit: '1Mi' } }] });
}

function twice(): [Chart, string] {
  const chart = testChart();
  new Loki(chart, 'One');
  return [chart, 'Two'];
}

function twoStacks(): Chart {
  const chart = testChart();
  make.stack({}, chart, 'One');
  make.stack({}, chart, 'Two');
  return chart;
}

function twoExporters(): void {
  const chart = testChart();
  new NodeExporter(chart, 'One', { name: 'one' });
  new NodeExporter(chart, 'Two', { name: 'two' });
}
