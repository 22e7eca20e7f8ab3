import { dashboardUrl } from '../../../dashboard-builder/links';
import type { DashboardSpec, PanelSpec, StatSpec, TableSpec } from '../../../dashboard-builder/spec';
import { CLUSTER_VARIABLE, NAMESPACE_SCOPE, NAMESPACE_VARIABLE, RESTARTS_AN_HOUR, TAGS } from '../common';
import { NAMESPACE_PODS, NAMESPACE_WORKLOADS, NETWORKING_NAMESPACE } from '../dashboards';
import { PodQueries } from '../pod-queries';
import { PodStates } from '../pod-states';
import { RECORDS } from '../records';
import { recorded } from '../series';
import { withWorkload } from '../workload-pods';
import { workloadLinks } from './drill-down';
import { cpuGraph, memoryGraph, memoryLimitsLine, requestsLine } from './pod-graphs';
import { COUNT, cpuOfRequests, killedForMemory, memoryOfRequests, notReady, restarts } from './pod-stats';
import { podTable } from './pod-table';

const PODS = new PodQueries(NAMESPACE_SCOPE, 'pod');
const STATES = new PodStates(NAMESPACE_SCOPE);

const BY = 'workload, workload_type';
const WORKLOADS = new PodQueries(NAMESPACE_SCOPE, BY, withWorkload(...NAMESPACE_SCOPE));
const WORKLOAD_STATES = new PodStates(NAMESPACE_SCOPE, withWorkload(...NAMESPACE_SCOPE));

const SERIES_LINKS = workloadLinks({
  namespace: '${namespace}',
  type: '${__field.labels.workload_type}',
  workload: '${__field.labels.workload}',
});

/** Which workloads of a namespace lack pods, CPU or memory. */
export function namespaceWorkloads(): DashboardSpec {
  const place = { namespace: '${namespace}' };
  return {
    ...NAMESPACE_WORKLOADS,
    description: 'Which workloads of a namespace lack pods, CPU or memory.',
    tags: TAGS,
    variables: [CLUSTER_VARIABLE, NAMESPACE_VARIABLE],
    links: [
      { title: 'Pods of the namespace', url: dashboardUrl(NAMESPACE_PODS.uid, place) },
      { title: 'Network of the namespace', url: dashboardUrl(NETWORKING_NAMESPACE.uid, place) },
    ],
    rows: [
      {
        panels: [
          incomplete(),
          notReady(STATES),
          restarts(STATES),
          killedForMemory(STATES),
          cpuOfRequests(PODS),
          memoryOfRequests(PODS),
        ],
      },
      { title: 'Workload by workload', panels: [table()] },
      { title: 'CPU, memory and replicas', panels: graphs() },
    ],
  };
}

/** A recorded series of each workload. */
function each(record: string): string {
  return `sum by (${BY}) (${recorded(record, ...NAMESPACE_SCOPE)})`;
}

function incomplete(): StatSpec {
  return {
    ...COUNT,
    title: 'Workloads short of pods',
    description: 'Workloads with fewer pods ready than they want. Good: 0, save for a minute during a rollout.',
    query: {
      expr: `count(${each(RECORDS.replicasReady)} < ${each(RECORDS.replicasWanted)}) or vector(0)`,
      legend: 'workloads',
    },
    thresholds: { warning: 1 },
  };
}

function table(): TableSpec {
  return podTable(WORKLOADS, {
    title: 'Workloads',
    description:
      'One row for each workload; its name leads to its pods. Bad: ready or updated below wanted for minutes, restarts, a ' +
      'share in red.',
    labels: [
      {
        title: 'Workload',
        label: 'workload',
        columnWidth: 280,
        links: workloadLinks({
          namespace: '${namespace}',
          type: '${__data.fields.workload_type}',
          workload: '${__value.text}',
        }),
      },
      { title: 'Type', label: 'workload_type', columnWidth: 110 },
    ],
    before: [
      { title: 'Wanted', expr: each(RECORDS.replicasWanted), unit: 'none' },
      { title: 'Ready', expr: each(RECORDS.replicasReady), unit: 'none' },
      { title: 'Updated', expr: each(RECORDS.replicasUpdated), unit: 'none' },
      { title: 'Restarts, 1 h', expr: WORKLOAD_STATES.restarts('1h', BY), unit: 'none', thresholds: RESTARTS_AN_HOUR },
    ],
  });
}

function graphs(): PanelSpec[] {
  const common = { legend: '{{workload}}', links: SERIES_LINKS };
  return [
    cpuGraph(each(RECORDS.workloadCpu), {
      ...common,
      description:
        'CPU of each workload, and the sum of what they asked for. Bad: one that leaves nothing to the others, or all above ' +
        'the line for long.',
      lines: [requestsLine(PODS, 'cpu')],
    }),
    memoryGraph(each(RECORDS.workloadMemory), {
      ...common,
      description:
        'Memory that cannot be given back, and the sum of the limits. Bad: a workload that climbs without end.',
      lines: [memoryLimitsLine(PODS)],
    }),
    {
      kind: 'timeseries',
      title: 'Pods missing',
      description: 'Pods that each workload wants but that are not ready. Good: 0, save for a minute during a rollout.',
      width: 12,
      unit: 'none',
      queries: [
        {
          expr: `clamp_min(${each(RECORDS.replicasWanted)} - ${each(RECORDS.replicasReady)}, 0)`,
          legend: '{{workload}}',
        },
      ],
      seriesLinks: SERIES_LINKS,
    },
    {
      kind: 'timeseries',
      title: 'Restarts',
      description: 'Containers that were started anew. Good: 0. Bad: again and again, which is a crash loop.',
      width: 12,
      unit: 'none',
      queries: [{ expr: WORKLOAD_STATES.restarts('$__rate_interval', BY), legend: '{{workload}}' }],
      seriesLinks: SERIES_LINKS,
    },
  ];
}
