import { metricReadersOf } from '../../lib/model/dashboard-queries';

const PROMETHEUS = { type: 'prometheus', uid: '${datasource}' };
const LOKI = { type: 'loki', uid: 'loki' };

function read(model: { readonly [key: string]: unknown }): (readonly [string, readonly string[]])[] {
  return metricReadersOf({ uid: 'a', title: 'A', ...model }).map(({ where, uses }) => [
    where,
    uses.flatMap(({ names, namePattern = [] }) => [...names, namePattern].flat()),
  ]);
}

function variable(query: unknown, datasource: unknown = PROMETHEUS): { readonly [key: string]: unknown } {
  return { templating: { list: [{ name: 'v', type: 'query', query, datasource }] } };
}

describe('metricReadersOf', () => {
  test('finds the queries of panels, in rows and out of them', () => {
    const inner = { title: 'Inner', datasource: PROMETHEUS, targets: [{ expr: 'rate(b_total[5m]) / c' }] };
    const panels = [
      { title: 'Outer', datasource: PROMETHEUS, targets: [{ expr: 'sum(a)' }] },
      { type: 'row', title: 'Row', panels: [inner] },
    ];

    expect(read({ panels })).toEqual([
      ["dashboard 'A', panel 'Outer'", ['a']],
      ["dashboard 'A', panel 'Inner'", ['b_total', 'c']],
    ]);
  });

  test('leaves out what Loki reads, whether panel or query says so', () => {
    const panels = [
      { title: 'Logs', datasource: LOKI, targets: [{ expr: '{app="a"}' }] },
      { title: 'Mixed', datasource: { uid: '-- Mixed --' }, targets: [{ expr: '{app="a"}', datasource: LOKI }] },
    ];

    expect(read({ panels })).toEqual([]);
  });

  test('reads a query of no data source, which may be that of Prometheus', () => {
    expect(read({ panels: [{ title: 'Old', targets: [{ expr: 'up' }] }] })).toEqual([
      ["dashboard 'A', panel 'Old'", ['up']],
    ]);
  });

  test('finds the queries of annotations', () => {
    const list = [
      { name: 'Builtin', datasource: { type: 'grafana', uid: '-- Grafana --' } },
      { name: 'Restarts', datasource: PROMETHEUS, expr: 'changes(restarts_total[1m]) > 0' },
    ];

    expect(read({ annotations: { list } })).toEqual([["dashboard 'A', annotation 'Restarts'", ['restarts_total']]]);
  });

  test.each([
    ['label_values(kube_pod_info{job="a", cluster="$cluster"}, namespace)', ['kube_pod_info']],
    ['label_values(up, job)', ['up']],
    ['query_result(topk(3, up))', ['up']],
    ['metrics(node_.*)', ['.*(node_.*).*']],
    [{ query: 'label_values(up, job)', refId: 'A' }, ['up']],
  ])('finds what fills a variable by %j', (query, names) => {
    expect(read(variable(query))).toEqual([["dashboard 'A', variable 'v'", names]]);
  });

  test.each(['label_values(job)', 'label_names()', 42])('finds nothing in %j', (query) => {
    expect(read(variable(query))).toEqual([]);
  });

  test('finds nothing in a variable that Loki fills', () => {
    expect(read(variable('label_values({a="b"}, app)', LOKI))).toEqual([]);
  });
});
