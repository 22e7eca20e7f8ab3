import { type App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  Credentials,
  Dashboard,
  GoMixin,
  HttpMixin,
  type IPlgStack,
  NodejsMixin,
  OperatorStack,
  PlgStack,
  Rule,
  RuleGroup,
  ScrapeTarget,
} from '../../lib';
import { testApp } from '../support/manifests';

type Call = (plg: IPlgStack, workload: (name: string) => kplus.Deployment) => void;

// not log pipelines: their stages run in the order in which they were added
const CALLS: readonly Call[] = [
  (plg, workload) => plg.monitor(workload('api'), { port: 8080, mixins: [new HttpMixin(), new NodejsMixin()] }),
  (plg, workload) => plg.monitor(workload('web'), { port: 8080, mixins: [new HttpMixin()], networkPolicy: true }),
  (plg) => plg.addScrapeTarget(ScrapeTarget.hosts('legacy-db', ['10.0.0.5:9187'])),
  (plg) => plg.addScrapeTarget(ScrapeTarget.service({ service: 'a', namespace: 'aa', portName: 'metrics' })),
  (plg) => plg.addRuleGroup(new RuleGroup('z', { rules: [Rule.record('z:up:sum', { expr: 'sum(up)' })] })),
  (plg) => plg.addRuleGroup(new RuleGroup('b', { rules: [Rule.record('b:up:sum', { expr: 'sum(up)' })] })),
  (plg) => plg.addDashboard(Dashboard.fromJson({ uid: 'z', title: 'Z', panels: [] }, { folder: 'Shop' })),
  (plg) => plg.addDashboard(Dashboard.fromJson({ uid: 'b', title: 'B', panels: [] })),
  (plg) => plg.addMixin(new GoMixin()),
];

const STACKS: { readonly [name: string]: (chart: Chart) => IPlgStack } = {
  PlgStack: (chart) =>
    new PlgStack(chart, 'Plg', { grafana: { admin: Credentials.fromSecret('grafana-admin') }, networkPolicies: true }),
  OperatorStack: (chart) => new OperatorStack(chart, 'Plg', { selectorLabels: {}, prometheusNamespace: 'monitoring' }),
  'PlgStack.fromExisting': (chart) =>
    PlgStack.fromExisting(chart, 'Plg', { name: 'shop', prometheusNamespace: 'monitoring' }),
};

/** All objects of an app by kind, namespace and name: constructs stand in the order in which they were made. */
function objectsOf(app: App): { readonly [key: string]: unknown } {
  const objects = app.charts.flatMap((chart) => chart.toJson());
  return Object.fromEntries(
    objects.map((object) => [`${object.kind} ${object.metadata.namespace} ${object.metadata.name}`, object]),
  );
}

function synthesized(make: (chart: Chart) => IPlgStack, calls: readonly Call[], isStackFirst: boolean): unknown {
  const app = testApp();
  const charts = ['monitoring', 'shop'].map((id) => new Chart(app, id, { namespace: id }));
  const [monitoring, shop] = charts as [Chart, Chart];
  const workload = (name: string): kplus.Deployment =>
    new kplus.Deployment(shop, name, {
      metadata: { name },
      containers: [{ image: 'ghcr.io/acme/shop:1', portNumber: 8080 }],
    });
  const early = isStackFirst ? {} : { api: workload('api'), web: workload('web') };
  const plg = make(monitoring);
  for (const call of calls)
    call(plg, (name) => (early as { [name: string]: kplus.Deployment })[name] ?? workload(name));
  return objectsOf(app);
}

describe.each(Object.keys(STACKS))('the verbs of %s', (name) => {
  const make = STACKS[name]!;
  const expected = synthesized(make, CALLS, true);

  test.each(CALLS.map((_, index) => index + 1))('may be called in any order: %d of them later', (count) => {
    const turned = [...CALLS.slice(count), ...CALLS.slice(0, count)];

    expect(synthesized(make, turned, true)).toEqual(expected);
    expect(synthesized(make, turned.reverse(), false)).toEqual(expected);
  });
});
