import { PlgMixin } from '../../../lib/mixins/plg/plg-mixin';
import { LogAgentKind } from '../../../lib/model/log-agent-kind';
import { growing, panelComplaints, steady } from '../support/panel-value';
import { describeWithPromtool, type InputSeries } from '../support/promtool';

const [prometheus, loki] = new PlgMixin().dashboards;
const [, , collection] = new PlgMixin({ logAgent: LogAgentKind.PROMTAIL }).dashboards;
if (prometheus === undefined || loki === undefined || collection === undefined)
  throw new Error('a dashboard is missing');

const VARIABLES = { namespace: 'monitoring', pod: 'prom-0' };

function of(pod: string, job: string, more = ''): string {
  return `job="${job}", namespace="monitoring", pod="${pod}", instance="10.0.0.1:1"${more === '' ? '' : `, ${more}`}`;
}

/** What two replicas of kube-state-metrics say of a pod while one takes over from the other. */
function pod(name: string, node: string, memoryLimit: number): InputSeries[] {
  return ['10.0.0.8:8080', '10.0.0.9:8080'].flatMap((instance) => {
    const labels = `job="kube-state-metrics", instance="${instance}", namespace="monitoring", pod="${name}", node="${node}"`;
    return [
      steady(`kube_pod_info{${labels}}`, 1),
      steady(`kube_node_info{job="kube-state-metrics", instance="${instance}", node="${node}"}`, 1),
      steady(`kube_pod_container_resource_limits{${labels}, container="main", resource="memory"}`, memoryLimit),
    ];
  });
}

function agent(name: string, linesPerSecond: number): InputSeries[] {
  const files = ['/var/log/pods/shop_api-1_0-1/api/0.log', '/var/log/pods/shop_api-1_0-1/proxy/0.log'];
  return [
    steady(`promtail_build_info{${of(name, 'promtail')}}`, 1),
    ...files.map((path) =>
      growing(`promtail_read_lines_total{${of(name, 'promtail', `path="${path}"`)}}`, linesPerSecond),
    ),
  ];
}

describeWithPromtool('dashboards of the stack', () => {
  test('name the node of each log agent, while kube-state-metrics is there twice', () => {
    const input = [
      ...pod('promtail-1', 'n1', 100),
      ...pod('promtail-2', 'n2', 100),
      ...agent('promtail-1', 2),
      ...agent('promtail-2', 0),
    ];

    const result = panelComplaints(
      { dashboard: collection, panel: ['Lines read by node', 'A'], variables: VARIABLES, input },
      { '{node="n1"}': 4, '{node="n2"}': 0 },
    );

    expect(result).toBe('');
  });

  test('count the nodes that have no log agent', () => {
    const input = [...pod('promtail-1', 'n1', 100), ...pod('other-1', 'n2', 100), ...agent('promtail-1', 1)];

    const result = panelComplaints(
      { dashboard: collection, panel: ['Nodes without agent', 'A'], variables: VARIABLES, input },
      { '{}': 1 },
    );

    expect(result).toBe('');
  });

  test('count all nodes when the last log agent is gone', () => {
    const input = [...pod('promtail-1', 'n1', 100), ...pod('other-1', 'n2', 100)];

    const result = panelComplaints(
      { dashboard: collection, panel: ['Nodes without agent', 'A'], variables: VARIABLES, input },
      { '{}': 2 },
    );

    expect(result).toBe('');
  });

  test('count the lines of a first burst that Loki refused, whose counter begins with it', () => {
    const input = [
      {
        series: `loki_discarded_samples_total{${of('loki-0', 'loki', 'reason="rate_limited"')}}`,
        values: '_x5 5000+0x40',
      },
    ];
    const panel = ['Lines refused, last hour', 'A'] as const;

    expect(panelComplaints({ dashboard: loki, panel, variables: VARIABLES, input }, { '{}': 5000 })).toBe('');
    expect(panelComplaints({ dashboard: loki, panel, variables: VARIABLES, input: [] }, { '{}': 0 })).toBe('');
  });

  test('name the container that writes a log file', () => {
    const result = panelComplaints(
      {
        dashboard: collection,
        panel: ['Containers that log the most', 'A'],
        variables: VARIABLES,
        input: agent('promtail-1', 3),
      },
      { '{source="shop / api-1 / api"}': 3, '{source="shop / api-1 / proxy"}': 3 },
    );

    expect(result).toBe('');
  });

  test('hold the memory of Loki, and of no other program, against its own limit', () => {
    const memory = (name: string, job: string, value: number): InputSeries =>
      steady(`process_resident_memory_bytes{${of(name, job)}}`, value);
    const input = [
      ...pod('loki-0', 'n1', 200),
      ...pod('canary-1', 'n1', 20),
      memory('loki-0', 'loki', 50),
      memory('canary-1', 'loki-canary', 19),
      steady(`loki_build_info{${of('loki-0', 'loki')}}`, 1),
    ];

    const graph = panelComplaints(
      { dashboard: loki, panel: ['Memory', 'A'], variables: VARIABLES, input },
      { '{pod="loki-0"}': 50 },
    );
    const limit = panelComplaints(
      { dashboard: loki, panel: ['Memory', 'B'], variables: VARIABLES, input },
      { '{}': 200 },
    );

    expect(graph + limit).toBe('');
  });

  test('show 0 refused lines while Loki has refused none, and each reason once it has', () => {
    const panel = ['Lines refused by reason', 'A'] as const;
    const refused = [
      growing(`loki_discarded_samples_total{${of('loki-0', 'loki', 'tenant="fake", reason="rate_limited"')}}`, 2),
    ];

    const none = panelComplaints({ dashboard: loki, panel, variables: VARIABLES, input: [] }, { '{reason="none"}': 0 });
    const some = panelComplaints(
      { dashboard: loki, panel, variables: VARIABLES, input: refused },
      { '{reason="rate_limited"}': 2 },
    );

    expect(none + some).toBe('');
  });

  test('measure the time since the last compaction from the start of Loki until there was one', () => {
    const started = steady(`process_start_time_seconds{${of('loki-0', 'loki')}}`, 100);
    const compacted = 'loki_boltdb_shipper_compact_tables_operation_last_successful_run_timestamp_seconds';
    const panel = ['Last compaction', 'A'] as const;
    const never = [started, steady(`${compacted}{${of('loki-0', 'loki')}}`, 0)];
    const once = [started, steady(`${compacted}{${of('loki-0', 'loki')}}`, 400)];

    // ten minutes after the year zero of promtool
    expect(
      panelComplaints({ dashboard: loki, panel, variables: VARIABLES, input: never }, { '{}': 500 }) +
        panelComplaints({ dashboard: loki, panel, variables: VARIABLES, input: once }, { '{}': 200 }),
    ).toBe('');
  });

  test('say of each job how many targets are down, 0 where none is', () => {
    const up = (job: string, instance: string, value: number): InputSeries =>
      steady(`up{namespace="shop", job="${job}", instance="${instance}"}`, value);
    const input = [up('api', 'a', 1), up('api', 'b', 0), up('web', 'c', 1)];

    const result = panelComplaints(
      { dashboard: prometheus, panel: ['Jobs', 'B'], variables: VARIABLES, input },
      { '{namespace="shop", job="api"}': 1, '{namespace="shop", job="web"}': 0 },
    );

    expect(result).toBe('');
  });

  test('hold what is on disk against the limit of size, and show nothing where there is none', () => {
    const disk = (limit: number): InputSeries[] => [
      steady(`prometheus_tsdb_storage_blocks_bytes{${of('prom-0', 'prom')}}`, 60),
      steady(`prometheus_tsdb_head_chunks_storage_size_bytes{${of('prom-0', 'prom')}}`, 10),
      steady(`prometheus_tsdb_wal_storage_size_bytes{${of('prom-0', 'prom')}}`, 20),
      steady(`prometheus_tsdb_retention_limit_bytes{${of('prom-0', 'prom')}}`, limit),
    ];
    const panel = ['Disk of limit', 'A'] as const;

    expect(
      panelComplaints({ dashboard: prometheus, panel, variables: VARIABLES, input: disk(100) }, { '{}': 0.9 }) +
        panelComplaints({ dashboard: prometheus, panel, variables: VARIABLES, input: disk(0) }, {}),
    ).toBe('');
  });

  test('call a rule group by its name, without the path of its file', () => {
    const group = of('prom-0', 'prom', 'rule_group="/etc/prometheus/rules/rules.yml;shop"');
    const input = [
      steady(`prometheus_rule_group_last_duration_seconds{${group}}`, 3),
      steady(`prometheus_rule_group_interval_seconds{${group}}`, 30),
    ];

    const result = panelComplaints(
      { dashboard: prometheus, panel: ['Rule groups', 'E'], variables: VARIABLES, input },
      { '{group="shop"}': 0.1 },
    );

    expect(result).toBe('');
  });
});
