import { isQuantity, quantityValue } from '../support/quantity';
import type { KubeObject } from '../support/kube-object';
import { KUBERNETES_VERSIONS, schemaErrors } from '../support/kubernetes-schema';
import { FAULTS, ODDITIES, type Fault, type Oddity } from './schema-cases';
import { soundCustomResources, soundObjects } from './sound-objects';

describe('schemaErrors', () => {
  test.each(Object.keys(soundObjects()))('accepts the sound %s', (role) => {
    expect(errorsOf(soundObjects()[role])).toEqual([]);
  });

  test.each(FAULTS)('refuses %s with %s = %j', (role, path, value, message) => {
    const object = soundObjects()[role];
    put(object, path, value);

    expect(errorsOf(object).map((error) => error.slice(error.indexOf(': ') + 2))).toEqual([message]);
  });

  test('names the object that is at fault', () => {
    const { deployment } = soundObjects();
    deployment.spec.replica = 2;

    expect(errorsOf(deployment)).toEqual(["Deployment shop/shop: spec: unknown field 'replica'"]);
  });

  test('reports every fault of an object', () => {
    const { deployment } = soundObjects();
    deployment.spec.replica = 2;
    deployment.spec.template.spec.containers[0].ports[0].containerPort = 'http';

    expect(errorsOf(deployment)).toEqual([
      "Deployment shop/shop: spec: unknown field 'replica'",
      'Deployment shop/shop: spec.template.spec.containers[0].ports[0].containerPort: is "http"; must be integer',
    ]);
  });

  test.each([
    ['policy/v1beta1', 'PodDisruptionBudget'],
    ['extensions/v1beta1', 'Ingress'],
    ['autoscaling/v2beta2', 'HorizontalPodAutoscaler'],
    ['v1', 'Deployment'],
    ['argoproj.io/v1', 'Application'],
    ['argoproj.io/v1alpha1', 'Rollout'],
    ['example.com/v1', 'Thing'],
  ])('refuses %s %s, which is removed or unknown', (apiVersion, kind) => {
    const object = { apiVersion, kind, metadata: { name: 'a' } };

    expect(schemaErrors(object, { version: '1.28.0' })).toEqual([
      `${kind} a: Kubernetes 1.28.0 has no ${apiVersion} ${kind}`,
    ]);
  });

  test('knows the fields of the newer version in the newer version only', () => {
    const { deployment } = soundObjects();
    // spec.template.spec.resources, beta since v1.34
    deployment.spec.template.spec.resources = { limits: { memory: '1Gi' } };

    expect(schemaErrors(deployment, { version: '1.28.0' })).toEqual([
      "Deployment shop/shop: spec.template.spec: unknown field 'resources'",
    ]);
    expect(schemaErrors(deployment, { version: '1.36.0' })).toEqual([]);
  });
});

describe('schemaErrors on legal oddities', () => {
  test.each(ODDITIES)('accepts %s with %s = %j', (role, path, value) => {
    const object = soundObjects()[role];
    put(object, path, value);

    expect(errorsOf(object)).toEqual([]);
  });

  test.each(['*/5 * * * *', '0 0 1 JAN *', '@hourly', '@every 1h30m', '0 22 * * MON-FRI', '15,45 0-6/2 ? * 0'])(
    'accepts the schedule %s',
    (schedule) => {
      expect(errorsOf(cronJob(schedule))).toEqual([]);
    },
  );

  test.each(['99 * * * *', '* * * *', '@ever', '0 0 * * 7', '5-1 * * * *', '*/0 * * * *', '* * * * * *', ''])(
    'refuses the schedule "%s"',
    (schedule) => {
      expect(errorsOf(cronJob(schedule))).toEqual([
        `CronJob shop/report: spec.schedule: is "${schedule}"; must be a cron`,
      ]);
    },
  );

  test('lets a job go without labels of its own', () => {
    const job = cronJob('@daily');
    delete job['spec'].jobTemplate.spec.template.metadata;

    expect(errorsOf(job)).toEqual([]);
  });
});

describe('schemaErrors on custom resources', () => {
  test.each(Object.keys(soundCustomResources()))('accepts the sound %s', (role) => {
    expect(errorsOf(soundCustomResources()[role])).toEqual([]);
  });

  test.each<Fault>([
    ['serviceMonitor', 'spec.endpoints[0].prot', 'http', "spec.endpoints[0]: unknown field 'prot'"],
    ['serviceMonitor', 'spec.endpoints[0].interval', 30, 'spec.endpoints[0].interval: is 30; must be string'],
    [
      'serviceMonitor',
      'spec.endpoints[0].scheme',
      'ftp',
      'spec.endpoints[0].scheme: is "ftp"; must be one of http, https, HTTP, HTTPS',
    ],
    ['serviceMonitor', 'spec.selector', undefined, "spec: misses 'selector'"],
    ['serviceMonitor', 'metadata.label', {}, "metadata: unknown field 'label'"],
    [
      'podMonitor',
      'spec.podMetricsEndpoints[0].portNumber',
      '80',
      'spec.podMetricsEndpoints[0].portNumber: is "80"; must be integer',
    ],
    ['application', 'spec.source.directory.recursive', true, "spec.source.directory: unknown field 'recursive'"],
    ['application', 'spec.syncPolicy.syncOptions', 'x', 'spec.syncPolicy.syncOptions: is "x"; must be array'],
    ['application', 'spec.project', undefined, "spec: misses 'project'"],
    ['project', 'spec.sourceRepo', [], "spec: unknown field 'sourceRepo'"],
    ['rule', 'spec.groups[0].rules[0].expr', true, 'spec.groups[0].rules[0].expr: is true; must be integer or string'],
    [
      'rule',
      'spec.groups[0].partial_response_strategy',
      'stop',
      'spec.groups[0].partial_response_strategy: is "stop"; must match ^(?i)(abort|warn)?$',
    ],
    ['rule', 'spec.groups[1]', { name: 'shop', rules: [] }, 'spec.groups: has two items with the same name'],
    ['rule', 'spec.groups[0].rules[0].severity', 'page', "spec.groups[0].rules[0]: unknown field 'severity'"],
  ])('refuses %s with %s = %j', (role, path, value, message) => {
    const object = soundCustomResources()[role];
    put(object, path, value);

    expect(errorsOf(object).map((error) => error.slice(error.indexOf(': ') + 2))).toEqual([message]);
  });

  test.each<Oddity>([
    ['rule', 'spec.groups[0].rules[0].expr', 1],
    ['rule', 'spec.groups[0].partial_response_strategy', 'ABORT'],
    ['serviceMonitor', 'spec.endpoints[0].targetPort', 'http'],
    ['serviceMonitor', 'spec.endpoints[0].targetPort', 8080],
    ['application', 'spec.source.helm', { valuesObject: { any: { thing: [1] } } }],
  ])('accepts %s with %s = %j', (role, path, value) => {
    const object = soundCustomResources()[role];
    put(object, path, value);

    expect(errorsOf(object)).toEqual([]);
  });
});

describe('quantityValue', () => {
  test.each([
    ['1Gi', 2 ** 30],
    ['100m', 0.1],
    ['1e3', 1000],
    ['1E', 1e18],
    ['1.5Ki', 1536],
    ['-1k', -1000],
    [2, 2],
  ])('reads %s as %d', (quantity, value) => {
    expect(quantityValue(quantity)).toBe(value);
  });

  test('fails on what is no quantity', () => {
    expect(isQuantity('1GB')).toBe(false);
    expect(() => quantityValue('1GB')).toThrow("'1GB' is no quantity");
  });
});

/** What both versions say about an object, which must be the same. */
function errorsOf(object: KubeObject): string[] {
  const [first = [], ...others] = KUBERNETES_VERSIONS.map((version) => schemaErrors(object, { version }));
  for (const other of others) expect(other).toEqual(first);
  return first;
}

/** Puts a value at a path such as `spec.ports[0].port`; a key with dots stands in quotes, `undefined` takes the field away. */
function put(target: any, path: string, value: unknown): void {
  const keys = [...path.matchAll(/'([^']+)'|[^.[\]']+/g)].map((match) => match[1] ?? match[0]);
  const last = keys.pop()!;
  const parent = keys.reduce((node, key) => (node[key] ??= {}), target);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
}

function cronJob(schedule: string): KubeObject {
  const pod = { restartPolicy: 'OnFailure', containers: [{ name: 'report', image: 'ghcr.io/acme/report:1' }] };
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'report', namespace: 'shop' },
    spec: { schedule, jobTemplate: { spec: { template: { metadata: { labels: { app: 'report' } }, spec: pod } } } },
  };
}
