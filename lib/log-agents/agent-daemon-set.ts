import { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import { commonPodSettings, goMemoryLimit, imageReference, podField } from '../core/component';
import type { ConfigFiles } from '../core/config-file';
import type { ContainerImage } from '../core/container-image';
import { k8s } from '../core/k8s';
import type { ComponentLabels } from '../core/labels';
import { httpProbe } from '../core/probes';
import { ServiceIdentity } from '../core/rbac';
import type { ComputeResources } from '../core/resources';
import { restrictedContainer, rootAgentPod } from '../core/security';
import type { LogAgentOptions } from './log-agent-interface';
import { POD_LOGS_FOLDER } from './pod-log-relabeling';

/** Name of the container port that shows the agent's metrics. */
export const METRICS_PORT = 'http-metrics';

/** What the container of an agent runs. */
export interface AgentContainer {
  readonly program: {
    readonly name: string;
    readonly port: number;
    readonly readyPath: string;
    readonly livePath: string;
    readonly configFolder: string;
    readonly args: (statePath: string) => string[];
  };
  /** Name of its objects. */
  readonly name: string;
  readonly labels: ComponentLabels;
  readonly image: ContainerImage;
  readonly resources: ComputeResources;
  readonly config: ConfigFiles;
  readonly statePath: string;
}

const PROBES = {
  startup: { period: Duration.seconds(2), timeout: Duration.seconds(5), failures: 30 },
  // five minutes: a restart loses the lines that the agent holds in memory
  liveness: { period: Duration.seconds(30), timeout: Duration.seconds(5), failures: 10 },
  readiness: { period: Duration.seconds(10), timeout: Duration.seconds(5), failures: 5 },
};

/**
 * Adds the DaemonSet of a log agent, with an account that may look at pods and at nothing else.
 *
 * The agent runs on every Linux node, control plane included, as root because the files are root's, without a single
 * capability. Of its node it sees the logs, read-only, and its own folder.
 */
export function addAgentDaemonSet(scope: Construct, agent: AgentContainer, options: LogAgentOptions): void {
  const { name, labels } = agent;
  const identity = new ServiceIdentity(scope, 'Identity', {
    name,
    labels: labels.all,
    clusterRules: [{ apiGroups: [''], resources: ['pods'], verbs: ['list', 'watch'] }],
  });
  new k8s.KubeDaemonSet(scope, 'Resource', {
    metadata: { name, labels: labels.all },
    spec: {
      selector: { matchLabels: labels.selector },
      template: {
        metadata: { labels: labels.all, annotations: agent.config.checksum() },
        spec: {
          ...commonPodSettings(options),
          ...identity.podSettings(),
          nodeSelector: { 'kubernetes.io/os': 'linux' },
          // every node whose pods have logs; only a node that is lost or drained is left alone
          tolerations: [{ operator: 'Exists', effect: 'NoSchedule' }],
          securityContext: rootAgentPod(),
          containers: [container(agent, options)],
          volumes: [
            agent.config.volume('config'),
            { name: 'logs', hostPath: { path: POD_LOGS_FOLDER, type: 'Directory' } },
            { name: 'state', hostPath: { path: agent.statePath, type: 'DirectoryOrCreate' } },
          ],
        },
      },
    },
  });
}

function container(agent: AgentContainer, options: LogAgentOptions): k8s.Container {
  const { program, resources, statePath } = agent;
  return {
    name: program.name,
    image: imageReference(agent.image, options),
    args: program.args(statePath),
    ports: [{ name: METRICS_PORT, containerPort: program.port }],
    env: [
      // both agents ask the API for the pods of this node alone
      podField('HOSTNAME', 'spec.nodeName'),
      ...goMemoryLimit(resources),
    ],
    resources: resources._toKube(),
    securityContext: restrictedContainer(),
    volumeMounts: [
      { name: 'config', mountPath: program.configFolder, readOnly: true },
      { name: 'logs', mountPath: POD_LOGS_FOLDER, readOnly: true },
      { name: 'state', mountPath: statePath },
    ],
    startupProbe: httpProbe(METRICS_PORT, program.livePath, PROBES.startup),
    livenessProbe: httpProbe(METRICS_PORT, program.livePath, PROBES.liveness),
    readinessProbe: httpProbe(METRICS_PORT, program.readyPath, PROBES.readiness),
    terminationMessagePolicy: 'FallbackToLogsOnError',
  };
}
