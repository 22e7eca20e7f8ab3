import { ApiObject, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { ContainerImage } from '../../lib/core/container-image';
import { Endpoint } from '../../lib/core/endpoint';
import { ComputeResources } from '../../lib/core/resources';
import { LogAgent, type ILogAgent, type LogAgentOptions } from '../../lib/log-agents/log-agent';
import { LogPipeline } from '../../lib/model/log-pipeline';
import { LogStage } from '../../lib/model/log-stage';
import { allInvariants } from '../support/invariants';
import { podSecurityViolations } from '../support/invariants/pod-security';
import { KUBERNETES_VERSIONS, schemaErrors } from '../support/kubernetes-schema';
import { manifestsOf, testChart, type Manifests } from '../support/manifests';
import { readAlloy, type AlloyBlockRead } from './alloy-reader';

const loki = new Endpoint({ service: 'loki', namespace: 'monitoring', port: 3100 });

/** What the two agents have in common, seen from outside. */
interface Agent {
  readonly program: string;
  readonly create: (options?: LogAgentOptions) => LogAgent;
  readonly pushUrl: (manifests: Manifests, name?: string) => unknown;
  readonly rules: (manifests: Manifests) => unknown;
  readonly selectors: (manifests: Manifests) => unknown[];
}

const promtailYaml = (manifests: Manifests, name = 'promtail'): any =>
  manifests.config('ConfigMap', name, 'promtail.yaml');
const alloyBlock = (manifests: Manifests, wanted: string, name = 'alloy'): AlloyBlockRead =>
  readAlloy(manifests.text('ConfigMap', name, 'config.alloy')).find((block) => block.name === wanted)!;

const AGENTS: readonly Agent[] = [
  {
    program: 'promtail',
    create: (options) => LogAgent.promtail(options),
    pushUrl: (manifests, name) => promtailYaml(manifests, name).clients[0].url,
    rules: (manifests) => promtailYaml(manifests).scrape_configs[0].relabel_configs,
    selectors: (manifests) =>
      promtailYaml(manifests)
        .scrape_configs[0].pipeline_stages.slice(1)
        .map((stage: any) => stage.match.selector),
  },
  {
    program: 'alloy',
    create: (options) => LogAgent.alloy(options),
    pushUrl: (manifests, name) => alloyBlock(manifests, 'loki.write', name).blocks[0]?.attributes['url'],
    rules: (manifests) => alloyBlock(manifests, 'discovery.relabel').blocks.map((rule) => rule.attributes),
    selectors: (manifests) =>
      alloyBlock(manifests, 'loki.process')
        .blocks.slice(1)
        .map((stage) => stage.attributes['selector']),
  },
];

function created(agent: Agent, options: LogAgentOptions = {}, use: (agent: ILogAgent) => void = () => {}): Manifests {
  const chart = testChart();
  use(agent.create(options)._create(chart, 'LogAgent', { loki }));
  return manifestsOf(chart);
}

const podOf = (manifests: Manifests): any => manifests.one('DaemonSet')['spec'].template;
const containerOf = (manifests: Manifests): any => podOf(manifests).spec.containers[0];

describe.each(AGENTS)('the log agent $program', (agent) => {
  const { program } = agent;

  test('is one DaemonSet with its account, its role and its configuration', () => {
    const { objects } = created(agent);

    expect(objects.map((object) => `${object.kind} ${object.metadata.name}`).sort()).toEqual([
      `ClusterRole monitoring-${program}`,
      `ClusterRoleBinding monitoring-${program}`,
      `ConfigMap ${program}`,
      `DaemonSet ${program}`,
      `ServiceAccount ${program}`,
    ]);
  });

  test.each(KUBERNETES_VERSIONS)('is taken by an API server of Kubernetes %s', (version) => {
    for (const object of created(agent).objects) expect(schemaErrors(object, { version })).toEqual([]);
  });

  test('has pods that the label of its program finds', () => {
    const labels = { 'app.kubernetes.io/name': program, 'app.kubernetes.io/instance': program };
    const { spec } = created(agent).one('DaemonSet') as any;

    expect(spec.selector.matchLabels).toEqual(labels);
    expect(spec.template.metadata.labels).toMatchObject(labels);
  });

  test('sends to Loki by its short name in the same namespace, and by its long name from another', () => {
    const elsewhere = testChart('logging');
    agent.create()._create(elsewhere, 'LogAgent', { loki });

    expect(agent.pushUrl(created(agent))).toBe('http://loki:3100/loki/api/v1/push');
    expect(agent.pushUrl(manifestsOf(elsewhere))).toBe('http://loki.monitoring:3100/loki/api/v1/push');
  });

  test('may look at pods, and at nothing else', () => {
    const manifests = created(agent);

    expect(manifests.one('ClusterRole')['rules']).toEqual([
      { apiGroups: [''], resources: ['pods'], verbs: ['list', 'watch'] },
    ]);
    expect(podOf(manifests).spec).toMatchObject({ serviceAccountName: program, automountServiceAccountToken: true });
  });

  test('runs on every Linux node, whatever taint keeps others from being scheduled there', () => {
    const { spec } = podOf(created(agent));

    expect(spec.tolerations).toEqual([{ operator: 'Exists', effect: 'NoSchedule' }]);
    expect(spec.nodeSelector).toEqual({ 'kubernetes.io/os': 'linux' });
    expect(spec.hostNetwork ?? spec.hostPID ?? spec.hostIPC).toBeUndefined();
  });

  test('sees of its node the logs, read-only, and its own folder, which outlives a restart', () => {
    const { spec } = podOf(created(agent));
    const hostPaths = spec.volumes.filter((volume: any) => volume.hostPath !== undefined);
    const mounts = spec.containers[0].volumeMounts as { name: string; mountPath: string; readOnly?: boolean }[];

    expect(hostPaths).toEqual([
      { name: 'logs', hostPath: { path: '/var/log/pods', type: 'Directory' } },
      { name: 'state', hostPath: { path: `/var/lib/plg/monitoring/${program}`, type: 'DirectoryOrCreate' } },
    ]);
    expect(mounts).toEqual([
      { name: 'config', mountPath: `/etc/${program}`, readOnly: true },
      { name: 'logs', mountPath: '/var/log/pods', readOnly: true },
      { name: 'state', mountPath: `/var/lib/plg/monitoring/${program}` },
    ]);
  });

  test('is root, as the files are, but has no capability and cannot write its image', () => {
    const { spec } = podOf(created(agent));

    expect(spec.securityContext).toEqual({
      runAsUser: 0,
      runAsGroup: 0,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(spec.containers[0].securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
  });

  test('breaks the restricted Pod Security Standard in what the files of root take, and in nothing else', () => {
    expect(podSecurityViolations(podOf(created(agent)).spec, 'restricted')).toEqual([
      "hostPath 'logs'",
      "hostPath 'state'",
      "volume 'logs'",
      "volume 'state'",
      'runAsUser 0',
      `container '${program}' runAsNonRoot is not true`,
    ]);
  });

  test('holds together', () => {
    const externals = ['Namespace/monitoring'];

    expect(allInvariants(created(agent).objects, { externals })).toEqual([]);
  });

  test('knows the name of its node', () => {
    expect(containerOf(created(agent)).env).toContainEqual({
      name: 'HOSTNAME',
      valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'spec.nodeName' } },
    });
  });

  test('is probed on the port whose metrics Prometheus scrapes', () => {
    const chart = testChart();
    const { scrapeTarget } = agent.create()._create(chart, 'LogAgent', { loki });
    const container = containerOf(manifestsOf(chart));
    const [port] = container.ports;

    expect(scrapeTarget.jobName).toBe(program);
    expect(scrapeTarget._discovery).toEqual({
      kind: 'pods',
      namespace: 'monitoring',
      matchLabels: { 'app.kubernetes.io/name': program, 'app.kubernetes.io/instance': program },
      portName: port.name,
    });
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe']) {
      expect(container[probe].httpGet.port).toBe(port.name);
    }
  });

  test('takes name, image, resources, priority class and folder from its options', () => {
    const manifests = created(agent, {
      name: 'node-logs',
      image: ContainerImage.parse('registry.example/logs/agent:9.9'),
      resources: new ComputeResources({ cpuRequest: '1', memoryRequest: '1Gi', memoryLimit: '1Gi' }),
      priorityClassName: 'system-node-critical',
      statePath: '/mnt/state/agent',
    });
    const container = containerOf(manifests);

    expect(manifests.one('DaemonSet').metadata.name).toBe('node-logs');
    expect(manifests.one('DaemonSet')['spec'].selector.matchLabels).toEqual({
      'app.kubernetes.io/name': program,
      'app.kubernetes.io/instance': 'node-logs',
    });
    expect(agent.pushUrl(manifests, 'node-logs')).toBe('http://loki:3100/loki/api/v1/push');
    expect(container.image).toBe('registry.example/logs/agent:9.9');
    expect(container.resources).toEqual({ requests: { cpu: '1', memory: '1Gi' }, limits: { memory: '1Gi' } });
    expect(container.env).toContainEqual({ name: 'GOMEMLIMIT', value: '921MiB' });
    expect(podOf(manifests).spec.priorityClassName).toBe('system-node-critical');
    expect(container.volumeMounts).toContainEqual({ name: 'state', mountPath: '/mnt/state/agent' });
  });

  test('pulls its image from the mirror of the stack, unless it has one of its own', () => {
    const settings = { loki, imageRegistry: 'mirror.example:5000', imagePullSecrets: ['mirror'] };
    const [stack, own] = [{}, { imageRegistry: 'own.example' }].map((options) => {
      const chart = testChart();
      agent.create(options)._create(chart, 'LogAgent', settings);
      return manifestsOf(chart);
    });

    expect(containerOf(stack!).image).toMatch(new RegExp(`^mirror\\.example:5000/grafana/${program}:`));
    expect(podOf(stack!).spec.imagePullSecrets).toEqual([{ name: 'mirror' }]);
    expect(containerOf(own!).image).toMatch(new RegExp(`^own\\.example/grafana/${program}:`));
  });

  test('runs pipelines that are added after it, in the order of the calls', () => {
    const manifests = created(agent, {}, (logs) => {
      for (const app of ['b', 'a', 'c']) {
        logs.addPipeline(LogPipeline.forSelector(`{app="${app}"}`, [LogStage.drop('x')]));
      }
    });

    expect(agent.selectors(manifests)).toEqual(['{app="b"}', '{app="a"}', '{app="c"}']);
  });

  test('knows a workload by the labels that it has in the end', () => {
    const chart = testChart('timedeal');
    const labels: { [key: string]: string } = {};
    const template = { metadata: { labels: Lazy.any({ produce: () => labels }) }, spec: { containers: [] } };
    const api = new ApiObject(chart, 'Api', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'stock-service' },
      spec: { template },
    });
    const logs = agent.create()._create(chart, 'LogAgent', { loki });
    logs.addPipeline(LogPipeline.forWorkload(api, [LogStage.drop('x')]));
    labels['app'] = 'stock';

    expect(agent.selectors(manifestsOf(chart))).toEqual(['{namespace="timedeal", app="stock"}']);
  });

  test('restarts when its pipelines change, and only then', () => {
    const annotations = (expression?: string): unknown =>
      podOf(
        created(agent, {}, (logs) => {
          if (expression === undefined) return;
          logs.addPipeline(LogPipeline.forSelector('{app="a"}', [LogStage.drop(expression)]));
        }),
      ).metadata.annotations;

    expect(annotations('x')).toEqual(annotations('x'));
    expect(annotations('x')).not.toEqual(annotations('y'));
    expect(annotations('x')).not.toEqual(annotations());
    expect(Object.keys(annotations() as object)).toEqual([`checksum/${program}`]);
  });

  test.each([
    ['{app="a"}', '{app="a"}'],
    ['{namespace="x", app=~"a,b"}', '{ app =~ "a,b",namespace="x" }'],
  ])('fails for two pipelines of one selector, which would run one after the other: %s', (first, second) => {
    expect(() =>
      created(agent, {}, (logs) => {
        logs.addPipeline(LogPipeline.forSelector(first, [LogStage.drop('x')]));
        logs.addPipeline(LogPipeline.forSelector(second, [LogStage.drop('y')]));
      }),
    ).toThrow(
      `[test/LogAgent] two log pipelines select ${second}; put their stages into one, in the order in which they are to run`,
    );
  });

  test('runs pipelines whose selectors differ in one matcher', () => {
    const selectors = ['{app="a"}', '{app=~"a"}', '{job="x", app!="a"}', '{app="a", stream="stderr"}', '{app="\\"a"}'];
    const manifests = created(agent, {}, (logs) => {
      for (const selector of selectors) logs.addPipeline(LogPipeline.forSelector(selector, [LogStage.drop('x')]));
    });

    expect(agent.selectors(manifests)).toEqual(selectors);
  });

  test('fails for a pipeline that comes after its configuration was written', () => {
    const chart = testChart();
    const logs = agent.create()._create(chart, 'LogAgent', { loki });
    manifestsOf(chart);

    expect(() => logs.addPipeline(LogPipeline.forSelector('{app="a"}', [LogStage.drop('x')]))).toThrow(
      '[test/LogAgent] the log pipelines were written into its configuration already; add each before app.synth()',
    );
  });

  test.each(['/run/promtail', '/var/run', '/tmp/x', '/dev/shm/x', 'var/lib/x', '/', '/var/lib/../../etc', '/a b', ''])(
    'fails for the state folder %j, which is none or does not outlive a restart of the node',
    (statePath) => {
      expect(() => created(agent, { statePath })).toThrow(
        `[test/LogAgent] 'statePath' is ${JSON.stringify(statePath)}; it must be the absolute path of a folder that outlives a restart of the node, such as '/var/lib/promtail'`,
      );
    },
  );

  test('fails for a name that no object can have', () => {
    expect(() => created(agent, { name: 'Node_Logs' })).toThrow(
      "[test/LogAgent] 'name' is \"Node_Logs\"; it must be 1 to 253 lower-case letters, digits, '-' or '.', beginning and ending with a letter or digit",
    );
  });
});

describe('both log agents', () => {
  test('give the streams the same labels', () => {
    const [promtail, alloy] = AGENTS.map((agent) => agent.rules(created(agent)));

    expect(promtail).toHaveLength(11);
    expect(alloy).toEqual(promtail);
  });

  test('can stand in one namespace', () => {
    const chart = testChart();
    for (const agent of AGENTS) agent.create()._create(new Construct(chart, agent.program), 'LogAgent', { loki });

    const names = manifestsOf(chart).objects.map((object) => `${object.kind} ${object.metadata.name}`);
    expect(new Set(names).size).toBe(names.length);
  });
});
