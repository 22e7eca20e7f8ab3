import { clusterResourceAlerts } from '../../../../lib/mixins/kubernetes/alerts/resources-cluster';
import { RECORDS } from '../../../../lib/mixins/kubernetes/records';
import { AlertProfile } from '../../../../lib/model/alert-profile';
import { AlertCases, type AlertCase } from '../../support/alert-cases';
import { testAlerts } from '../../support/alert-tests';
import type { InputSeries } from '../../support/promtool';
import { series, state, twice } from '../../support/series';

const GIB = 2 ** 30;

/** Nodes of 4 CPUs and 8 GiB, of which the first run the control plane. */
function nodes(count: number, servers: number): InputSeries[] {
  return Array.from({ length: count }, (_, index) => `n${index}`).flatMap((node, index) => [
    state('kube_node_status_allocatable', { node, resource: 'cpu', unit: 'core' }, 4),
    state('kube_node_status_allocatable', { node, resource: 'memory', unit: 'byte' }, 8 * GIB),
    ...(index < servers ? [state('kube_node_role', { node, role: 'control-plane' })] : []),
  ]);
}

/** What ten pods ask for together, as it is recorded. */
function requests(resource: 'cpu' | 'memory', total: number): InputSeries[] {
  const name = { cpu: RECORDS.cpuRequests, memory: RECORDS.memoryRequests }[resource];
  return Array.from({ length: 10 }, (_, index) =>
    series(name, { namespace: 'shop', pod: `api-${index}`, container: 'api', node: 'n0', resource }, total / 10),
  );
}

function quota(namespace: string, resource: string, hard: number): InputSeries {
  return state('kube_resourcequota', { namespace, resourcequota: 'team', resource, type: 'hard' }, hard);
}

const WARNING = { severity: 'warning' };

const CASES: readonly AlertCase[] = [
  {
    alert: 'KubeCPUOvercommit',
    firing: [...twice(nodes(3, 3)), ...requests('cpu', 9)],
    fires: [{ labels: WARNING, summary: 'Pods ask for 1 CPUs more than the nodes can be trusted to have' }],
    silent: {
      'the others have room for all': [...twice(nodes(3, 3)), ...requests('cpu', 7)],
      'a node alone': [...nodes(1, 1), ...requests('cpu', 3.5)],
      'a node alone, of a managed cluster': [...nodes(1, 0), ...requests('cpu', 3.5)],
      // the nodes of k3d are one machine; that of the guide has one server and two agents
      'when its one server fails, the cluster stands still anyway': [...nodes(3, 1), ...requests('cpu', 9)],
    },
  },
  {
    alert: 'KubeCPUOvercommit',
    // whoever runs its control plane does not show it
    firing: [...nodes(3, 0), ...requests('cpu', 9)],
    fires: [{ labels: WARNING, summary: 'Pods ask for 1 CPUs more than the nodes can be trusted to have' }],
    silent: {},
  },
  {
    alert: 'KubeCPUOvercommit',
    // one server and two agents: more than all of them have
    firing: [...twice(nodes(3, 1)), ...requests('cpu', 13)],
    fires: [{ labels: WARNING, summary: 'Pods ask for 1 CPUs more than the nodes can be trusted to have' }],
    silent: {},
  },
  {
    alert: 'KubeMemoryOvercommit',
    firing: [...twice(nodes(3, 3)), ...requests('memory', 18 * GIB)],
    fires: [{ labels: WARNING, summary: 'Pods ask for 2GiB of memory more than the nodes can be trusted to have' }],
    silent: {
      'the others have room for all': [...nodes(3, 3), ...requests('memory', 15 * GIB)],
      'a node alone': [...nodes(1, 1), ...requests('memory', 7 * GIB)],
    },
  },
  {
    alert: 'KubeCPUQuotaOvercommit',
    firing: twice([
      ...nodes(2, 1),
      quota('shop', 'requests.cpu', 10),
      quota('shop', 'cpu', 20),
      quota('bank', 'cpu', 4),
    ]),
    fires: [{ labels: WARNING, summary: 'Quotas promise 14 CPUs, more than one and a half times what the nodes have' }],
    silent: {
      'some overbooking': twice([...nodes(2, 1), quota('shop', 'requests.cpu', 8), quota('bank', 'cpu', 3)]),
      'quotas of other things': [...nodes(2, 1), quota('shop', 'pods', 100), quota('shop', 'limits.cpu', 100)],
      'no quota': nodes(2, 1),
    },
  },
  {
    alert: 'KubeMemoryQuotaOvercommit',
    firing: twice([...nodes(2, 1), quota('shop', 'requests.memory', 32 * GIB)]),
    fires: [
      {
        labels: WARNING,
        summary: 'Quotas promise 32GiB of memory, more than one and a half times what the nodes have',
      },
    ],
    silent: { 'some overbooking': [...nodes(2, 1), quota('shop', 'memory', 20 * GIB)] },
  },
];

describe('alerts on the resources of the cluster', () => {
  testAlerts(new AlertCases(clusterResourceAlerts(AlertProfile.FULL), CASES));

  test('are all for every cluster', () => {
    expect(clusterResourceAlerts(AlertProfile.NONE)).toEqual([]);
    expect(clusterResourceAlerts(AlertProfile.CORE)).toEqual(clusterResourceAlerts(AlertProfile.FULL));
  });
});
