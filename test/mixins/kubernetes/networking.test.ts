import { networkingDashboards } from '../../../lib/mixins/kubernetes/networking/networking-dashboards';
import { growing, panelComplaints, steady } from '../support/panel-value';
import { describeWithPromtool, type InputSeries } from '../support/promtool';

const [cluster, namespace, workload, pod] = networkingDashboards();

const CADVISOR = 'job="kubelet", metrics_path="/metrics/cadvisor", container="", interface="eth0"';

/** What a pod's pause container shows, and what kube-state-metrics knows of the pod. */
function traffic(namespace: string, name: string, perSecond: number, hostNetwork = false): InputSeries[] {
  const labels = `namespace="${namespace}", pod="${name}"`;
  return [
    growing(`container_network_receive_bytes_total{${CADVISOR}, ${labels}}`, perSecond),
    steady(`kube_pod_info{job="kube-state-metrics", ${labels}, host_network="${hostNetwork}"}`, 1),
  ];
}

function owned(name: string, workloadName: string): InputSeries {
  const labels = `namespace="shop", pod="${name}", workload="${workloadName}", workload_type="deployment"`;
  return steady(`namespace_workload_pod:kube_pod_owner:relabel{${labels}}`, 1);
}

const INPUT = [
  ...traffic('shop', 'api-1', 30),
  ...traffic('shop', 'api-2', 10),
  ...traffic('shop', 'db-0', 60),
  ...traffic('logs', 'loki-0', 5),
  ...traffic('shop', 'exporter-x', 1000, true),
];

describeWithPromtool('network traffic', () => {
  test('is summed by namespace, without pods on the network of their node', () => {
    const shown = { '{namespace="shop"}': 100, '{namespace="logs"}': 5 };

    expect(panelComplaints({ dashboard: cluster!, panel: ['Received bytes', 'A'], input: INPUT }, shown)).toBe('');
    expect(panelComplaints({ dashboard: cluster!, panel: ['Received', 'A'], input: INPUT }, { '{}': 105 })).toBe('');
  });

  test('is shown for each pod of the namespace', () => {
    const shown = {
      '{namespace="shop", pod="api-1"}': 30,
      '{namespace="shop", pod="api-2"}': 10,
      '{namespace="shop", pod="db-0"}': 60,
    };
    const asked = { dashboard: namespace!, variables: { namespace: 'shop' }, input: INPUT };

    expect(panelComplaints({ ...asked, panel: ['Received bytes', 'A'] }, shown)).toBe('');
    expect(panelComplaints({ ...asked, panel: ['Busiest pod', 'A'] }, { '{}': 0.6 })).toBe('');
  });

  test('is shown for the pods of a workload alone', () => {
    const asked = {
      dashboard: workload!,
      variables: { namespace: 'shop', type: 'deployment', workload: 'api' },
      input: [...INPUT, owned('api-1', 'api'), owned('api-2', 'api'), owned('db-0', 'db')],
    };

    expect(panelComplaints({ ...asked, panel: ['Received', 'A'] }, { '{}': 40 })).toBe('');
    expect(panelComplaints({ ...asked, panel: ['Busiest pod', 'A'] }, { '{}': 0.75 })).toBe('');
  });

  test('tells how large the packets of a pod are', () => {
    const labels = `${CADVISOR}, namespace="shop", pod="api-1"`;
    const input = [
      ...traffic('shop', 'api-1', 900),
      growing(`container_network_transmit_bytes_total{${labels}}`, 100),
      growing(`container_network_receive_packets_total{${labels}}`, 3),
      growing(`container_network_transmit_packets_total{${labels}}`, 1),
    ];
    const variables = { namespace: 'shop', pod: 'api-1' };

    expect(panelComplaints({ dashboard: pod!, panel: ['Bytes a packet', 'A'], variables, input }, { '{}': 250 })).toBe(
      '',
    );
  });

  test('adds up what is dropped and damaged on its way in and out', () => {
    const labels = `${CADVISOR}, namespace="shop", pod="api-1"`;
    const counters = ['receive_packets_dropped', 'transmit_packets_dropped', 'receive_errors', 'transmit_errors'];
    const input = [
      ...traffic('shop', 'api-1', 1),
      ...counters.map((counter, index) => growing(`container_network_${counter}_total{${labels}}`, index + 1)),
    ];

    expect(panelComplaints({ dashboard: cluster!, panel: ['Lost packets', 'A'], input }, { '{}': 10 })).toBe('');
  });

  test('has a share of failed DNS answers of 0 before the first failure', () => {
    const answers = (rcode: string): string => `coredns_dns_responses_total{job="coredns", rcode="${rcode}"}`;
    const asked = { dashboard: cluster!, panel: ['Failed DNS answers', 'A'] } as const;
    const found = growing(answers('NOERROR'), 9);

    expect(panelComplaints({ ...asked, input: [found] }, { '{}': 0 })).toBe('');
    expect(panelComplaints({ ...asked, input: [found, growing(answers('SERVFAIL'), 1)] }, { '{}': 0.1 })).toBe('');
  });
});
