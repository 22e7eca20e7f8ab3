import { Dashboard, LogStage, PlgStack, RuleGroup, ScrapeTarget } from '../../lib';
import { testChart } from '../support/manifests';
import { make, untyped, type BadCase } from './bad-case';

/** Nothing, or null, where a value belongs. */
export const MISSING_VALUES: readonly BadCase[] = [
  [
    21,
    'null as props',
    () => new PlgStack(testChart(), 'Plg', untyped(null)),
    "[test/Plg] 'props' is null; it must be { grafana: { admin: Credentials.fromSecret('grafana-admin') } }, or more",
  ],
  [
    21,
    'no props',
    () => new PlgStack(testChart(), 'Plg', untyped(undefined)),
    "[test/Plg] 'props' is null; it must be { grafana: { admin: Credentials.fromSecret('grafana-admin') } }, or more",
  ],
  [
    21,
    'no props of a Grafana',
    () => make.stack({ grafana: undefined }),
    "[test/Plg/Grafana] 'admin' is missing; it must be Credentials.fromSecret('grafana-admin') or, for a demo, Credentials.insecureDemo(user, password)",
  ],
  [
    21,
    'null as resources',
    () => make.loki({ resources: null }),
    "[test/Loki] 'resources' is null; it must have a value, or be left out where it has a default",
  ],
  [
    21,
    'null in the place of a group',
    () => make.prometheus({ ruleGroups: [null] }),
    "[test/Prometheus] 'ruleGroups' is null; it must be a rule group: new RuleGroup(...)",
  ],
  [
    21,
    'hosts that are missing',
    () => ScrapeTarget.hosts('legacy', untyped(undefined)),
    "[ScrapeTarget legacy] 'hosts' is undefined; it must be a list",
  ],
  [
    21,
    'a host that is null',
    () => ScrapeTarget.hosts('legacy', untyped([null])),
    "[ScrapeTarget legacy] 'hosts' is null; it must be 'host:port' without scheme or path, such as '10.0.0.5:9187'",
  ],
  [
    21,
    'labels of pods that are missing',
    () => ScrapeTarget.pods('api', untyped({ namespace: 'shop', portName: 'http' })),
    "[ScrapeTarget api] 'matchLabels' is undefined; it must be a map",
  ],
  [
    21,
    'a port name that is missing',
    () => ScrapeTarget.service(untyped({ service: 'api', namespace: 'shop' })),
    "[ScrapeTarget api] 'portName' is undefined; it must name the port, such as 'metrics'",
  ],
  [
    21,
    'rules of a group that are missing',
    () => new RuleGroup('x', untyped({})),
    "[RuleGroup x] 'rules' is undefined; it must be a list",
  ],
  [
    21,
    'fields that are missing',
    () => LogStage.json(untyped(undefined)),
    "[LogStage json] 'fields' is undefined; it must be a map",
  ],
  [
    21,
    'null in the place of a mixin',
    () => make.stack().addMixin(untyped(null)),
    "[test/Plg] 'mixin' is null; it must be made by the class of a mixin: new HttpMixin()",
  ],
  [
    21,
    'nothing in the place of a target',
    () => make.operatorStack().addScrapeTarget(untyped(undefined)),
    "[test/Plg] 'target' is null; it must be made by ScrapeTarget.service(...) and the like",
  ],
  [
    21,
    'null as options of a workload',
    () => make.stack().monitor(make.shop().stockService, untyped(null)),
    "[test/Plg] 'options' is null; it must be a map",
  ],
  [21, 'null as props of a component', () => make.loki(untyped(null)), "[test/Loki] 'props' is null; it must be a map"],
  [
    21,
    'no options of a factory',
    () => ScrapeTarget.service(untyped(undefined)),
    "[ScrapeTarget] 'options' is undefined; it must be a map",
  ],
  [
    21,
    'null in the place of a default',
    () => make.loki({ retention: null }),
    "[test/Loki] 'retention' is null; it must have a value, or be left out where it has a default",
  ],
  [
    21,
    'null as a dashboard',
    () => Dashboard.fromJson(null),
    "[Dashboard] 'model' is null; it must be a dashboard's JSON model: an object with 'uid', 'title' and 'panels'",
  ],
];
