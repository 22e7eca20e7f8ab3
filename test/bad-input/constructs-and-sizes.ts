import { App, Chart, Lazy } from 'cdk8s';
import {
  Dashboard,
  Endpoint,
  Loki,
  LogPipeline,
  LogStage,
  Prometheus,
  RelabelRule,
  ScrapeTarget,
  timedeal,
} from '../../lib';
import { long, make, synthesized, untyped, type BadCase } from './bad-case';

/** Too much of something, and constructs that are none or stand elsewhere. */
export const CONSTRUCTS_AND_SIZES: readonly BadCase[] = [
  [
    89,
    'a configuration of 1 MiB',
    () => synthesized(make.loki({ extraConfig: { ruler: { x: long(2 ** 20) } } })),
    "Failed serializing construct at path 'test/Loki/Config/Resource' with name 'loki': Error: [test/Loki/Config] the ConfigMap 'loki' has 1050102 bytes; at most 250000 can be applied by kubectl: split its content",
  ],
  [
    89,
    'a dashboard of 2 MB',
    () =>
      synthesized(make.grafana({ dashboards: [Dashboard.fromJson({ uid: 'x', title: 'X', description: long(2e6) })] })),
    "Failed serializing construct at path 'test/Grafana/Dashboards/x/Resource' with name 'prom-grafana-dashboard-x': Error: [test/Grafana/Dashboards/x] the ConfigMap 'prom-grafana-dashboard-x' has 2000075 bytes; at most 250000 can be applied by kubectl: split its content",
  ],
  [
    90,
    'a pattern of 100,000 characters',
    () => RelabelRule.drop(['__name__'], `${long(100_000)}(`),
    `[RelabelRule drop] 'regex' is "${long(79)}...; missing closing ): \`${long(180)}...`,
  ],
  [
    91,
    'a name that is not known yet',
    () => make.loki({ name: Lazy.any({ produce: () => 'loki' }) }),
    `[test/Loki] 'name' is {"producer":{}}; it must be 1 to 63 lower-case letters, digits or '-', beginning with a letter`,
  ],
  [
    91,
    'a construct that is no workload',
    () => make.stack().monitor(new Chart(new App(), 'empty')),
    "[ScrapeTarget] 'workload' holds 0 workloads; pass a construct with one Deployment, StatefulSet, DaemonSet, CronJob or Job, or the ApiObject itself",
  ],
  [
    91,
    'no construct',
    () => make.stack().monitor(untyped(undefined), { port: 1 }),
    "[ScrapeTarget] 'workload' holds 0 workloads; pass a construct with one Deployment, StatefulSet, DaemonSet, CronJob or Job, or the ApiObject itself",
  ],
  [
    91,
    'data in the place of a construct',
    () => ScrapeTarget.workload(untyped({ kind: 'Deployment' })),
    "[ScrapeTarget] 'workload' holds 0 workloads; pass a construct with one Deployment, StatefulSet, DaemonSet, CronJob or Job, or the ApiObject itself",
  ],
  [
    91,
    'pipelines of no construct',
    () => LogPipeline.forWorkload(untyped(null), [LogStage.drop('x')]),
    "[LogPipeline] 'workload' holds 0 workloads; pass a construct with one Deployment, StatefulSet, DaemonSet, CronJob or Job, or the ApiObject itself",
  ],
  [
    91,
    'a scope that is missing',
    () => new Loki(untyped(undefined), 'Loki'),
    '[Loki] it stands in no chart; make one in the app, and give that as the first argument',
  ],
  [
    91,
    'an app in the place of a chart',
    () => new Prometheus(new App(), 'Prometheus'),
    '[Prometheus] it stands in no chart; make one in the app, and give that as the first argument',
  ],
  [
    91,
    'an endpoint without its props',
    () => new Endpoint(untyped({})),
    "[Endpoint undefined] 'service' is undefined; it must be 1 to 63 lower-case letters, digits or '-', beginning with a letter",
  ],
  [
    91,
    'a shop that is none',
    () => new timedeal.TimedealMixin(untyped({})),
    "[TimedealMixin] 'shop' is {}; it must be the construct of the shop: new timedeal.Timedeal(...)",
  ],
];
