import { Endpoint, NodeExporter, ScrapeTarget, timedeal } from '../../lib';
import { ComputeResources } from '../../lib';
import { testChart } from '../support/manifests';
import { deployment } from '../validation/support/validate';
import { ADMIN, make, untyped, validated, type BadCase } from './bad-case';

const service = (props: object): timedeal.StockService => {
  const chart = testChart('shop');
  const postgres = new timedeal.Postgres(chart, 'Postgres', { credentials: ADMIN });
  return new timedeal.StockService(chart, 'StockService', { postgres, ...props });
};
const port = (value: unknown): Endpoint =>
  new Endpoint({ service: 'loki', namespace: 'monitoring', port: untyped(value) });
const exporter = (value: unknown): NodeExporter =>
  new NodeExporter(testChart(), 'NodeExporter', { port: untyped(value) });

/** Replicas, autoscaling, ports, and where pods may run. */
export const SCHEDULING: readonly BadCase[] = [
  [
    29,
    'replicas below nothing',
    () => service({ minReplicas: -1 }),
    "[test/StockService] 'minReplicas' is -1; it must be a whole number of at least 1",
  ],
  [
    29,
    'one and a half replicas',
    () => service({ minReplicas: 1.5 }),
    "[test/StockService] 'minReplicas' is 1.5; it must be a whole number of at least 1",
  ],
  [
    29,
    'replicas that are no number',
    () => service({ maxReplicas: NaN }),
    "[test/StockService] 'maxReplicas' is NaN; it must be a whole number of at least 1",
  ],
  [
    29,
    'replicas in text',
    () => service({ minReplicas: '2' }),
    `[test/StockService] 'minReplicas' is "2"; it must be a whole number of at least 1`,
  ],
  [
    30,
    'more replicas at least than at most',
    () => service({ minReplicas: 5 }),
    "[test/StockService] 'minReplicas' is 5; it must be at most 'maxReplicas', which is 4",
  ],
  [
    30,
    'the same by the shop',
    () => make.shop({ minReplicas: 3, maxReplicas: 2 }),
    "[test/Timedeal/StockService] 'minReplicas' is 3; it must be at most 'maxReplicas', which is 2",
  ],
  [
    31,
    'more replicas than Kubernetes can count',
    () => make.shop({ maxReplicas: 2 ** 31 }),
    "[test/Timedeal/StockService] 'maxReplicas' is 2147483648; it must be at most 2147483647",
  ],
  [
    31,
    'no replicas at most',
    () => service({ maxReplicas: 0 }),
    "[test/StockService] 'maxReplicas' is 0; it must be a whole number of at least 1",
  ],
  [
    31,
    'no replicas at least',
    () => service({ minReplicas: 0 }),
    "[test/StockService] 'minReplicas' is 0; it must be a whole number of at least 1",
  ],
  [
    31,
    'a target of 0 %',
    () => service({ targetCpuPercent: 0 }),
    "[test/StockService] 'targetCpuPercent' is 0; it must be a whole number from 1 to 100",
  ],
  [
    31,
    'a target of 101 %',
    () => service({ targetCpuPercent: 101 }),
    "[test/StockService] 'targetCpuPercent' is 101; it must be a whole number from 1 to 100",
  ],
  [
    33,
    'autoscaling by CPU without a request of CPU',
    () => service({ resources: new ComputeResources({ memoryLimit: '64Mi' }) }),
    "[test/StockService] 'resources.cpuRequest' is undefined; it must be set, such as '100m': the autoscaler counts its percentage from it",
  ],
  [36, 'port 0', () => port(0), "[Endpoint loki] 'port' is 0; it must be a whole number from 1 to 65535"],
  [36, 'port 65536', () => port(65_536), "[Endpoint loki] 'port' is 65536; it must be a whole number from 1 to 65535"],
  [36, 'port 1.5', () => port(1.5), "[Endpoint loki] 'port' is 1.5; it must be a whole number from 1 to 65535"],
  [36, 'a port in text', () => port('80'), `[Endpoint loki] 'port' is "80"; it must be a whole number from 1 to 65535`],
  [
    36,
    'a port that is missing',
    () => port(undefined),
    "[Endpoint loki] 'port' is undefined; it must be a whole number from 1 to 65535",
  ],
  [
    36,
    'a port that needs capabilities',
    () => exporter(80),
    "[test/NodeExporter] 'port' is 80; it must be a whole number from 1024 to 65535",
  ],
  [
    36,
    'a port of the node in text',
    () => exporter('9101'),
    `[test/NodeExporter] 'port' is "9101"; it must be a whole number from 1024 to 65535`,
  ],
  [
    36,
    'port 0 of a workload',
    () => ScrapeTarget.workload(service({}), { port: 0 }),
    "[ScrapeTarget stock-service] 'port' is 0; it must be a whole number from 1 to 65535",
  ],
  [
    36,
    'a port and the name of a port',
    () => ScrapeTarget.workload(service({}), { port: 8080, portName: 'http' }),
    `[ScrapeTarget stock-service] 'portName' is "http"; it must be left out where 'port' is given, which is 8080`,
  ],
  [
    36,
    'port 0 of a container',
    () => validated(deployment({ ports: [{ containerPort: 0 }] })),
    "high container-name: Deployment shop/api, spec.template.spec.containers[0].ports[0].containerPort: 'containerPort' is 0; it must be a whole number from 1 to 65535",
  ],
  [
    39,
    'a toleration of an unknown effect',
    () => validated(deployment({}, { tolerations: [{ operator: 'Exists', effect: 'NoStart' }] })),
    "high schema: Deployment shop/api, spec.template.spec.tolerations[0].effect: it is 'NoStart'; it must be one of 'NoSchedule', 'PreferNoSchedule', 'NoExecute'",
  ],
  [
    39,
    'a spread that is told neither to wait nor not to',
    () =>
      validated(
        deployment(
          {},
          {
            topologySpreadConstraints: [
              {
                maxSkew: 1,
                topologyKey: 'zone',
                whenUnsatisfiable: 'Never',
                labelSelector: { matchLabels: { app: 'api' } },
              },
            ],
          },
        ),
      ),
    "high schema: Deployment shop/api, spec.template.spec.topologySpreadConstraints[0].whenUnsatisfiable: it is 'Never'; it must be one of 'DoNotSchedule', 'ScheduleAnyway'",
  ],
  [
    88,
    'too few connections',
    () => make.postgres({ maxConnections: 1 }),
    "[test/Postgres] 'maxConnections' is 1; it must be a whole number from 10 to 262143",
  ],
];
