import { ApiObject, App, Chart, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { k8s } from '../../lib/core/k8s';
import { ScrapeTarget } from '../../lib/model/scrape-target';
import { Workload } from '../../lib/model/workload';

const chart = (): Chart => new Chart(new App({ outdir: 'unused' }), 'test', { namespace: 'shop' });

const podSpec = {
  containers: [{ name: 'api', image: 'x:1', ports: [{ name: 'http', containerPort: 8080 }, { containerPort: 9090 }] }],
};

describe('ScrapeTarget', () => {
  test('goes by the name of its workload or Service, unless it is given a job name', () => {
    const deployment = new kplus.Deployment(chart(), 'Api', {
      metadata: { name: 'api' },
      containers: [{ image: 'x:1', portNumber: 8080 }],
    });

    expect(ScrapeTarget.workload(deployment, { port: 8080 }).jobName).toBe('api');
    expect(ScrapeTarget.workload(deployment, { port: 8080, jobName: 'other' }).jobName).toBe('other');
    expect(ScrapeTarget.service({ service: 'db', namespace: 'shop', portName: 'metrics' }).jobName).toBe('db');
  });

  test.each([
    ['http://10.0.0.5:9187', 'a scheme'],
    ['10.0.0.5', 'no port'],
    ['10.0.0.5:99999', 'a port that is none'],
    ['a b:80', 'a blank'],
    ['host:80/metrics', 'a path'],
    ['', 'nothing'],
  ])('fails for the host %j: %s', (host) => {
    expect(() => ScrapeTarget.hosts('db', [host])).toThrow(/^\[ScrapeTarget db\] 'hosts.*' is /);
  });

  test('takes hosts by name, by IPv4 and by IPv6 address', () => {
    expect(() =>
      ScrapeTarget.hosts('db', ['db.corp.example:9187', '10.0.0.5:1', '[fd00::1]:65535', 'under_score:80']),
    ).not.toThrow();
  });

  test.each([
    [
      { path: 'metrics' },
      "[ScrapeTarget db] 'path' is \"metrics\"; it must begin with '/' and hold no blank, '?' or '#', such as '/metrics'",
    ],
    [
      { interval: Duration.seconds(0) },
      "[ScrapeTarget db] 'interval' is 0s; it must be longer than 0, in whole milliseconds",
    ],
    [
      { interval: Duration.seconds(10), timeout: Duration.seconds(20) },
      "[ScrapeTarget db] 'timeout' is 20s; it must be at most the interval, which is 10s",
    ],
    [{ sampleLimit: -1 }, "[ScrapeTarget db] 'sampleLimit' is -1; it must be a whole number of at least 1"],
  ])('fails for %j', (options, message) => {
    expect(() => ScrapeTarget.hosts('db', ['db:1'], options)).toThrow(message);
  });

  test('fails for an empty job, no hosts, no labels, and two ports at once', () => {
    const deployment = new k8s.KubeDeployment(chart(), 'Api', {});

    expect(() => ScrapeTarget.hosts('', ['db:1'])).toThrow(/'jobName' is ""/);
    expect(() => ScrapeTarget.hosts('db', [])).toThrow(
      "[ScrapeTarget db] 'hosts' is []; it must hold at least one 'host:port'",
    );
    expect(() => ScrapeTarget.pods('api', { namespace: 'shop', matchLabels: {}, portName: 'http' })).toThrow(
      "[ScrapeTarget api] 'matchLabels' is {}; it must hold at least one label, such as { app: 'api' }",
    );
    expect(() => ScrapeTarget.workload(deployment, { jobName: 'api', port: 80, portName: 'http' })).toThrow(
      "[ScrapeTarget api] 'portName' is \"http\"; it must be left out where 'port' is given, which is 80",
    );
  });
});

describe('Workload', () => {
  const template = { metadata: { labels: { app: 'api', tier: 'web' } }, spec: podSpec };
  const spec = { selector: { matchLabels: { app: 'api' } }, template };

  test.each([
    ['a generated class', (scope: Chart) => new k8s.KubeDeployment(scope, 'X', { metadata: { name: 'api' }, spec })],
    [
      'a StatefulSet',
      (scope: Chart) =>
        new k8s.KubeStatefulSet(scope, 'X', { metadata: { name: 'api' }, spec: { ...spec, serviceName: 'api' } }),
    ],
    ['a DaemonSet', (scope: Chart) => new k8s.KubeDaemonSet(scope, 'X', { metadata: { name: 'api' }, spec })],
    [
      'an ApiObject',
      (scope: Chart) =>
        new ApiObject(scope, 'X', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'api' }, spec }),
    ],
  ])('reads labels and ports of %s', (_, make) => {
    const workload = Workload.of('Test', make(chart()));

    expect(workload.name).toBe('api');
    expect(workload.namespace).toBe('shop');
    expect(workload.podLabels()).toEqual({ app: 'api' });
    expect(workload.templateLabels()).toEqual({ app: 'api', tier: 'web' });
    expect(workload.ports()).toEqual([
      { container: 'api', name: 'http', number: 8080 },
      { container: 'api', name: undefined, number: 9090 },
    ]);
  });

  test('reads a CronJob and a Job, which have no selector of their own', () => {
    const job = {
      metadata: { name: 'nightly' },
      spec: { template: { ...template, spec: { ...podSpec, restartPolicy: 'Never' } } },
    };
    const cron = new k8s.KubeCronJob(chart(), 'Cron', {
      metadata: { name: 'nightly' },
      spec: { schedule: '0 3 * * *', jobTemplate: job },
    });

    expect(Workload.of('Test', cron).podLabels()).toEqual({ app: 'api', tier: 'web' });
    expect(Workload.of('Test', new k8s.KubeJob(chart(), 'Job', job)).ports()).toHaveLength(2);
  });

  test('reads a cdk8s-plus workload as it is at synthesis, with what was added late', () => {
    const deployment = new kplus.Deployment(chart(), 'Api', { containers: [{ image: 'x:1', portNumber: 8080 }] });
    const workload = Workload.of('Test', deployment);
    deployment.addContainer({ name: 'sidecar', image: 'y:1', ports: [{ name: 'metrics', number: 9090 }] });

    expect(workload.ports().map((port) => port.number)).toEqual([8080, 9090]);
  });

  test('finds the one workload below a construct of its own', () => {
    const scope = chart();
    const construct = new Chart(scope, 'Nested', { namespace: 'shop' });
    new k8s.KubeService(construct, 'Service', { metadata: { name: 's' } });
    new k8s.KubeDeployment(construct, 'Deployment', { metadata: { name: 'api' }, spec });

    expect(Workload.of('Test', construct).name).toBe('api');
  });

  test('fails for what has no pods, for two workloads at once, and for pods without labels', () => {
    const scope = chart();
    const service = new k8s.KubeService(scope, 'Service', { metadata: { name: 's' } });
    const two = new Chart(scope, 'Two');
    new k8s.KubeDeployment(two, 'A', { metadata: { name: 'a' } });
    new k8s.KubeDeployment(two, 'B', { metadata: { name: 'b' } });
    const bare = new k8s.KubeDeployment(scope, 'Bare', { metadata: { name: 'bare' } });

    expect(() => Workload.of('Test', service)).toThrow(
      "[Test] 'workload' is the Service s; only a Deployment, StatefulSet, DaemonSet, Job, CronJob has pods to watch",
    );
    expect(() => Workload.of('Test', two)).toThrow(
      "[Test] 'workload' holds 2 workloads; pass a construct with one Deployment, StatefulSet, DaemonSet, CronJob or Job, or the ApiObject itself",
    );
    expect(() => Workload.of('Test', bare).podLabels()).toThrow(
      '[test/Bare] the pods of the workload have no labels to find them by',
    );
  });
});
