import { dashboardUrl, exploreLogsUrl } from '../../../dashboard-builder/links';
import type {
  AnnotationSpec,
  DashboardSpec,
  LinkSpec,
  PanelSpec,
  StatSpec,
  VariableSpec,
} from '../../../dashboard-builder/spec';
import { CLUSTER_VARIABLE, NAMESPACE_SCOPE, NAMESPACE_VARIABLE, OF_REQUEST, TAGS } from '../common';
import { NAMESPACE_WORKLOADS, NETWORKING_WORKLOAD, WORKLOAD } from '../dashboards';
import { PodQueries } from '../pod-queries';
import { PodStates } from '../pod-states';
import { RECORDS } from '../records';
import { recorded, state, stateBy } from '../series';
import { containerTable } from './container-table';
import { nodeLinks, podLinks } from './drill-down';
import { cpuGraph, memoryGraph, memoryLimitsLine, requestsLine, throttlingGraph } from './pod-graphs';
import { COUNT, cpuOfRequests, nearestToMemoryLimit, restarts } from './pod-stats';
import { podTable } from './pod-table';
import { autoscaler, CHOSEN, replicaGraphs, replicas } from './workload-replicas';

// a list of its pods in place of a join with them in each query
const SCOPE = [...NAMESPACE_SCOPE, 'pod=~"$pod"'];
const PODS = new PodQueries(SCOPE, 'pod');
const STATES = new PodStates(SCOPE);

const LINKS = podLinks('${namespace}', '${__field.labels.pod}');
const POD_COLUMN = {
  title: 'Pod',
  label: 'pod',
  columnWidth: 320,
  links: podLinks('${namespace}', '${__value.text}'),
} as const;

/** Whether a workload has what it needs: pods, CPU, memory. */
export function workload(): DashboardSpec {
  return {
    ...WORKLOAD,
    description:
      'Whether a workload has what it needs: pods that are ready and new, CPU, memory; and why its pods end.',
    tags: TAGS,
    variables: variables(),
    annotations: events(),
    links: links(),
    rows: [
      { panels: stats() },
      { title: 'Are there enough pods?', panels: replicaGraphs(STATES) },
      { title: 'Why do they end?', panels: [containers()] },
      { title: 'Have they enough CPU and memory?', panels: usageGraphs() },
      { title: 'Pod by pod', panels: [pods()] },
      {
        title: 'What do they say?',
        panels: [
          {
            kind: 'logs',
            title: 'Log lines',
            description:
              'Of all its pods in the time range, also of those that are gone. Bad: silence, or one error over and over.',
            width: 24,
            logql: '{namespace="$namespace", pod=~"$pod"}',
          },
        ],
      },
    ],
  };
}

function variables(): VariableSpec[] {
  const ofNamespace = (...matchers: string[]): string =>
    recorded(RECORDS.podOfWorkload, ...NAMESPACE_SCOPE, ...matchers);
  return [
    CLUSTER_VARIABLE,
    NAMESPACE_VARIABLE,
    { name: 'type', label: 'Type', query: `label_values(${ofNamespace()}, workload_type)` },
    {
      name: 'workload',
      label: 'Workload',
      query: `label_values(${ofNamespace('workload_type="$type"')}, workload)`,
    },
    {
      name: 'pod',
      label: 'Pods',
      // those of the whole time range: the last words of a pod are asked for when it is gone
      query: `label_values(${ofNamespace(...CHOSEN)}, pod)`,
      multi: true,
    },
  ];
}

function links(): LinkSpec[] {
  const namespace = '${namespace}';
  return [
    { title: 'Logs of the workload', url: exploreLogsUrl('{namespace="${namespace}", pod=~"${pod:pipe}"}') },
    {
      title: 'Network of the workload',
      url: dashboardUrl(NETWORKING_WORKLOAD.uid, { namespace, type: '${type}', workload: '${workload}' }),
    },
    {
      title: 'Workloads of the namespace',
      url: dashboardUrl(NAMESPACE_WORKLOADS.uid, { namespace }),
    },
  ];
}

function stats(): StatSpec[] {
  const missing = (record: string): string => `clamp_min(${replicas(RECORDS.replicasWanted)} - ${replicas(record)}, 0)`;
  return [
    {
      ...COUNT,
      title: 'Pods missing',
      description: 'Pods that it wants but that are not ready. Good: 0, save for a minute during a rollout.',
      query: { expr: missing(RECORDS.replicasReady), legend: 'missing' },
      thresholds: { warning: 1 },
    },
    {
      ...COUNT,
      title: 'Pods to be updated',
      description:
        'Pods that are not yet of its newest form. Good: 0. Bad: the same number for minutes: a rollout is stuck.',
      query: { expr: missing(RECORDS.replicasUpdated), legend: 'old' },
      thresholds: { warning: 1 },
    },
    autoscaler(),
    restarts(STATES),
    nearestToMemoryLimit(PODS),
    cpuOfRequests(PODS),
  ];
}

function events(): AnnotationSpec[] {
  const replicaSet = 'namespace, replicaset';
  const owned = stateBy(
    replicaSet,
    'kube_replicaset_owner',
    ...NAMESPACE_SCOPE,
    'owner_kind=~"(?i:$type)"',
    'owner_name="$workload"',
  );
  const made = state('kube_replicaset_created', ...NAMESPACE_SCOPE);
  const created = (when: string): string => `max by (${replicaSet}) (${made}${when})`;
  return [
    {
      name: 'Restarts',
      expr: `${STATES.restartedInStep()} > 0`,
      title: '{{pod}}, {{container}}: started anew',
      color: 'red',
    },
    {
      name: 'Rollouts',
      // a rollout makes a ReplicaSet, scaling makes none; an old one that comes back to view is no rollout
      expr:
        `${created('')} > time() - $__interval_ms / 1000 - 300 unless on (${replicaSet}) ${created(' offset $__interval')} ` +
        `and on (${replicaSet}) ${owned}`,
      title: 'Rollout: {{replicaset}}',
      color: 'purple',
    },
  ];
}

function containers(): PanelSpec {
  return containerTable(
    STATES,
    'One row for each container; the pod leads to all about it. Bad: restarts.',
    POD_COLUMN,
  );
}

function usageGraphs(): PanelSpec[] {
  const common = { legend: '{{pod}}', links: LINKS };
  return [
    cpuGraph(PODS.each(RECORDS.cpu), {
      ...common,
      description:
        'CPU of each pod, and what they asked for together. Bad: one pod far above its twins, or all above the line for long.',
      lines: [requestsLine(PODS, 'cpu')],
    }),
    memoryGraph(PODS.each(RECORDS.workingSet), {
      ...common,
      description:
        'Memory that cannot be given back, and what its pods asked for and may use together. Bad: a pod that climbs ' +
        'without end.',
      lines: [requestsLine(PODS, 'memory'), memoryLimitsLine(PODS)],
    }),
    {
      kind: 'timeseries',
      title: 'CPU of request, by pod',
      description: 'Above 100 % a pod lives on what others leave, and an autoscaler adds pods long before.',
      width: 12,
      unit: 'percentunit',
      queries: [{ expr: PODS.ofRequest(RECORDS.cpu, RECORDS.cpuRequests), legend: '{{pod}}' }],
      thresholds: OF_REQUEST,
    },
    throttlingGraph(PODS, '{{pod}}'),
  ];
}

function pods(): PanelSpec {
  const info = STATES.each('namespace, pod, node', 'kube_pod_info', 'node!=""');
  return podTable(PODS, {
    title: 'Pods',
    description:
      'One row for each pod that is not finished; its name leads to all about it and to its logs. Bad: ready 0, a share in ' +
      'red, or a pod that differs from its twins.',
    labels: [
      POD_COLUMN,
      {
        title: 'Node',
        label: 'node',
        columnWidth: 160,
        expr: `max by (pod, node) (${STATES.unfinished(info)})`,
        links: nodeLinks('${__value.text}'),
      },
    ],
    before: [{ title: 'Ready', expr: `max by (pod) (${STATES.unfinished(STATES.ready())})`, unit: 'none' }],
  });
}
