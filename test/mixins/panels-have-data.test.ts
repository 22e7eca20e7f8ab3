import { KubernetesMixin } from '../../lib/mixins/kubernetes/kubernetes-mixin';
import { NodeMixin } from '../../lib/mixins/node/node-mixin';
import { KubernetesFlavor } from '../../lib/model/kubernetes-flavor';
import { INSTANCE, k3sSeries, NAMESPACE, NODE } from './support/k3s-series';
import { describeWithPromtool, testRules } from './support/promtool';
import { filledIn, panelsOf } from './support/queries';

const MIXINS = [new KubernetesMixin(KubernetesFlavor.K3S), new NodeMixin()];

// the columns that show the share of a CPU limit
const MAY_BE_EMPTY = ['Namespace (Pods), Pods, query F', 'Node (Pods), Pods, query D'];

interface Query {
  readonly name: string;
  readonly expr: string;
}

function queriesOf(namespace: string): Query[] {
  const values = { cluster: '', namespace, node: NODE, instance: INSTANCE };
  return MIXINS.flatMap(({ dashboards }) => dashboards).flatMap((dashboard) =>
    panelsOf(dashboard).flatMap(({ title, targets = [] }) =>
      targets.map(({ refId, expr }) => ({
        name: `${dashboard.title.replace(/^.* \/ /, '')}, ${title}, query ${refId}`,
        expr: filledIn(expr, values),
      })),
    ),
  );
}

/** The names of the queries without a result: promtool quotes each expression that fails, as JSON would. */
function emptyOnes(queries: readonly Query[]): string[] {
  const test = {
    interval: '30s',
    input_series: k3sSeries(),
    promql_expr_test: queries.map(({ expr }) => ({
      expr: `count(${expr}) > bool 0`,
      eval_time: '25m',
      exp_samples: [{ labels: '{}', value: 1 }],
    })),
  };
  const complaints = testRules(
    MIXINS.flatMap(({ ruleGroups }) => ruleGroups),
    [test],
  );
  return queries
    .filter(({ expr }) => complaints.includes(JSON.stringify(`count(${expr}) > bool 0`)))
    .map(({ name }) => name);
}

describeWithPromtool('on k3d, every panel shows data', () => {
  test('of a shop without CPU limits, in every query but that of the share of a CPU limit', () => {
    const empty = emptyOnes(queriesOf(NAMESPACE));

    expect(empty).toEqual(MAY_BE_EMPTY);
  });

  test('finds a query that has none', () => {
    const queries = [
      { name: 'typo', expr: 'node_load_1{job="node-exporter"}' },
      { name: 'fine', expr: 'node_load1{job="node-exporter"}' },
    ];

    expect(emptyOnes(queries)).toEqual(['typo']);
  });

  test('leaves pods on the network of their node out of network graphs', () => {
    const network = queriesOf('monitoring').filter(({ name }) => /, (Received|Sent|Dropped packets), /.test(name));
    const ofNamespace = network.filter(({ expr }) => expr.includes('namespace="monitoring"'));

    expect(ofNamespace).toHaveLength(4);
    expect(emptyOnes(ofNamespace)).toEqual(ofNamespace.map(({ name }) => name));
  });
});
