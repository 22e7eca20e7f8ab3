import { buildDashboard } from '../../../lib/dashboard-builder/build-dashboard';
import { apiServer } from '../../../lib/mixins/kubernetes/control-plane/api-server';
import { Dashboard } from '../../../lib/model/dashboard';
import { growing, panelComplaints, steady } from '../support/panel-value';
import { describeWithPromtool, type InputSeries } from '../support/promtool';

const spec = apiServer();
const dashboard = Dashboard._lazy(spec.uid, spec.title, {}, () => buildDashboard(spec));

const SERVERS = ['10.0.0.1:6443', '10.0.0.2:6443', '10.0.0.3:6443'];

/** The same of each of three API servers. */
function onEach(one: (target: string) => InputSeries): InputSeries[] {
  return SERVERS.map((instance) => one(`job="apiserver", instance="${instance}"`));
}

/** Requests that each server answers in a second. */
function requests(verb: string, code: string, perSecond: number): InputSeries[] {
  return onEach((target) =>
    growing(`apiserver_request_total{${target}, verb="${verb}", code="${code}", resource="pods"}`, perSecond),
  );
}

/** A hundred requests a second to each server, of which 99 are answered within a time. */
function timed(verb: string, within: number, subresource = '', perSecond = 100): InputSeries[] {
  const labels = `verb="${verb}", subresource="${subresource}"`;
  return histogram('apiserver_request_sli_duration_seconds', labels, within, perSecond);
}

function histogram(name: string, labels: string, within: number, perSecond: number): InputSeries[] {
  const buckets = [0.1, 1, 5, 10, 30, 60].map(
    (bound) => [String(bound), bound < within ? 0 : 0.99 * perSecond] as const,
  );
  return onEach((target) => growing(`${name}_count{${target}, ${labels}}`, perSecond)).concat(
    [...buckets, ['+Inf', perSecond] as const].flatMap(([le, value]) =>
      onEach((target) => growing(`${name}_bucket{${target}, ${labels}, le="${le}"}`, value)),
    ),
  );
}

function complaints(
  title: string,
  input: readonly InputSeries[],
  expected: { readonly [labels: string]: number },
): string {
  return panelComplaints({ dashboard, panel: [title, 'A'], input }, expected);
}

describeWithPromtool('requests to the API server', () => {
  const fine = [...requests('GET', '200', 2), ...requests('PATCH', '409', 1), ...requests('WATCH', '200', 1)];

  test('are summed over all servers, and not those to other programs', () => {
    const other = growing('apiserver_request_total{job="metrics-server", verb="GET", code="500"}', 100);

    expect(complaints('Requests a second', [...fine, other], { '{}': 12 })).toBe('');
    expect(complaints('Failed requests', [...fine, other], { '{}': 0 })).toBe('');
  });

  test('are shown by verb and by code', () => {
    expect(complaints('Requests by verb', fine, { '{verb="GET"}': 6, '{verb="PATCH"}': 3, '{verb="WATCH"}': 3 })).toBe(
      '',
    );
    expect(complaints('Answers by code', fine, { '{code="200"}': 9, '{code="409"}': 3 })).toBe('');
  });

  test('fail when the server is at fault, not when there is nothing to find', () => {
    const input = [...fine, ...requests('GET', '404', 2), ...requests('POST', '503', 1), ...requests('GET', '500', 1)];

    expect(complaints('Failed requests', input, { '{}': 0.25 })).toBe('');
  });

  test('do not fail when a server is asked whether it is ready, and is not yet', () => {
    const probes = onEach((target) =>
      growing(`apiserver_request_total{${target}, verb="GET", code="500", resource="", subresource="/readyz"}`, 1),
    );

    expect(complaints('Failed requests', [...fine, ...probes], { '{}': 0 })).toBe('');
  });

  test('have a share of failures of 0 before the first one, and none where no server is scraped', () => {
    expect(complaints('Failed requests', fine, { '{}': 0 })).toBe('');
    expect(complaints('Failed requests', requests('GET', '200', 0), { '{}': 0 })).toBe('');
    expect(complaints('Failed requests', [], {})).toBe('');
  });
});

describeWithPromtool('the time of requests to the API server', () => {
  test('is told of reads and of writes', () => {
    const input = [...timed('GET', 0.1), ...timed('LIST', 0.1), ...timed('PUT', 1), ...timed('POST', 1)];

    expect(complaints('Slow reads', input, { '{}': 0.1 })).toBe('');
    expect(complaints('Slow writes', input, { '{}': 1 })).toBe('');
    expect(
      complaints('Time to answer, by verb', input, {
        '{verb="GET"}': 0.1,
        '{verb="LIST"}': 0.1,
        '{verb="PUT"}': 1,
        '{verb="POST"}': 1,
      }),
    ).toBe('');
  });

  test('counts what is applied by the server as a write', () => {
    expect(complaints('Slow writes', timed('APPLY', 1), { '{}': 1 })).toBe('');
  });

  test('leaves out what lasts as long as someone looks', () => {
    const long = [
      ...timed('WATCH', 60),
      ...timed('CONNECT', 60, 'log'),
      ...timed('CONNECT', 60, 'portforward'),
      // as Kubernetes before 1.27 says it
      ...timed('GET', 60, 'log'),
      ...timed('POST', 60, 'exec'),
    ];
    const input = [...timed('GET', 0.1), ...timed('POST', 0.1), ...long];

    expect(complaints('Slow reads', input, { '{}': 0.1 })).toBe('');
    expect(complaints('Slow writes', input, { '{}': 0.1 })).toBe('');
    expect(complaints('Slow writes', [...timed('POST', 0.1, 'status'), ...long], { '{}': 0.1 })).toBe('');
  });

  test('shows no session by verb either', () => {
    const input = [...timed('GET', 0.1), ...timed('CONNECT', 60, 'exec'), ...timed('CONNECT', 60, 'attach')];

    expect(complaints('Time to answer, by verb', input, { '{verb="GET"}': 0.1 })).toBe('');
  });

  test('is 0 without requests, and unknown where no server is scraped', () => {
    expect(complaints('Slow writes', timed('POST', 1, '', 0), { '{}': 0 })).toBe('');
    expect(complaints('Time to answer, by verb', timed('POST', 1, '', 0), {})).toBe('');
    expect(complaints('Slow writes', [], {})).toBe('');
  });
});

describeWithPromtool('what API servers have at hand', () => {
  const inFlight = (instance: string, kind: string, count: number): InputSeries =>
    steady(
      `apiserver_current_inflight_requests{job="apiserver", instance="${instance}", request_kind="${kind}"}`,
      count,
    );

  test('is that of the server with the most, since each has its own limit', () => {
    const input = SERVERS.flatMap((instance, index) => [
      inFlight(instance, 'readOnly', 100 * index),
      inFlight(instance, 'mutating', 50 - index),
    ]);

    expect(complaints('In flight', input, { '{}': 248 })).toBe('');
    expect(
      complaints('Requests in flight', input, { '{request_kind="readOnly"}': 200, '{request_kind="mutating"}': 50 }),
    ).toBe('');
  });

  test('is in the queues of all servers together', () => {
    const queue = (name: string): InputSeries[] => [
      ...onEach((target) => steady(`workqueue_depth{${target}, name="${name}"}`, 2)),
      ...onEach((target) => growing(`workqueue_adds_total{${target}, name="${name}"}`, 3)),
    ];

    expect(complaints('Work that waits, by queue', queue('crd'), { '{name="crd"}': 6 })).toBe('');
    expect(complaints('Work added, by queue', queue('crd'), { '{name="crd"}': 9 })).toBe('');
  });
});

describeWithPromtool('the store of the API server', () => {
  const store = (operation: string, within: number, perSecond = 100): InputSeries[] =>
    histogram('etcd_request_duration_seconds', `operation="${operation}", resource="pods"`, within, perSecond);

  test('is as slow as its slowest requests', () => {
    const input = [...store('get', 0.1), ...store('list', 1)];

    expect(
      complaints('Time of the store, by operation', input, { '{operation="get"}': 0.1, '{operation="list"}': 1 }),
    ).toBe('');
    expect(complaints('Slow answers of the store', store('get', 0.1), { '{}': 0.1 })).toBe('');
  });

  test('takes no time while it is not asked, and is unknown where no server is scraped', () => {
    expect(complaints('Slow answers of the store', store('get', 1, 0), { '{}': 0 })).toBe('');
    expect(complaints('Slow answers of the store', [], {})).toBe('');
  });

  test('holds objects that all servers count alike, by the metric of either version', () => {
    const title = 'Objects of the ten largest kinds';
    const now = onEach((target) => steady(`apiserver_resource_objects{${target}, group="", resource="pods"}`, 24));
    const before = onEach((target) => steady(`apiserver_storage_objects{${target}, resource="jobs.batch"}`, 7));

    expect(complaints(title, now, { '{resource="pods"}': 24 })).toBe('');
    expect(complaints(title, before, { '{resource="jobs.batch"}': 7 })).toBe('');
  });
});

describeWithPromtool('the process of each API server', () => {
  test('has its own CPU and memory', () => {
    const target = (instance: string): string => `job="apiserver", instance="${instance}"`;
    const input = ['a', 'b'].flatMap((instance, index) => [
      growing(`process_cpu_seconds_total{${target(instance)}}`, index + 1),
      steady(`process_resident_memory_bytes{${target(instance)}}`, 100 * (index + 1)),
    ]);

    expect(complaints('CPU', input, { '{instance="a"}': 1, '{instance="b"}': 2 })).toBe('');
    expect(complaints('Memory', input, { '{instance="a"}': 100, '{instance="b"}': 200 })).toBe('');
  });
});
