import { Chart } from 'cdk8s';
import { Credentials } from '../../../lib/core/credentials';
import type { Dashboard } from '../../../lib/model/dashboard';
import { Timedeal } from '../../../lib/workloads/timedeal/timedeal';
import { TimedealMixin } from '../../../lib/workloads/timedeal/timedeal-mixin';
import { testRules, type InputSeries } from '../../mixins/support/promtool';
import { filledIn, panelsOf, type Panel } from '../../mixins/support/queries';
import { testApp } from '../../support/manifests';

function loadTest(): Dashboard {
  const chart = new Chart(testApp(), 'shop', { namespace: 'timedeal' });
  const shop = new Timedeal(chart, 'Timedeal', { databaseCredentials: Credentials.fromSecret('timedeal-db') });
  const [dashboard] = new TimedealMixin(shop).dashboards;
  if (dashboard === undefined) throw new Error('the mixin has no dashboard');
  return dashboard;
}

/** The dashboard of the guide’s shop. */
export const dashboard = loadTest();

const annotations = (
  dashboard._model()['annotations'] as { list: { name: string; expr: string; titleFormat: string }[] }
).list;

/** A panel of it. */
export function panel(title: string): Panel {
  const found = panelsOf(dashboard).find((one) => one.title === title);
  if (found === undefined) throw new Error(`there is no panel '${title}'`);
  return found;
}

/** A query of a panel. */
export function query(title: string, refId = 'A'): string {
  const target = panel(title).targets?.find((one) => one.refId === refId);
  if (target === undefined) throw new Error(`the panel '${title}' has no query ${refId}`);
  return target.expr;
}

/** The query of an event that is marked in its graphs. */
export function eventOf(name: string): string {
  return annotations.find((one) => one.name === name)?.expr ?? '';
}

/** Title of the table. */
export const CONTAINERS = 'Containers and how they ended last';
/** Labels of what kube-state-metrics, the service, the exporter beside the database and cAdvisor say. */
export const STATE = 'job="kube-state-metrics", namespace="timedeal"';
export const OWN = 'namespace="timedeal", container="stock-service"';
export const DATABASE = 'namespace="timedeal", container="postgres-exporter", pod="postgres-0"';
export const CADVISOR = 'job="kubelet", metrics_path="/metrics/cadvisor", namespace="timedeal"';

/** A series with its labels as they are written. */
export function series(metric: string, labels: string, values: string): InputSeries {
  return { series: `${metric}{${labels}}`, values };
}

/** What Grafana fills in, for a step of 30 seconds. */
export const FILLED_IN = {
  __rate_interval: '2m',
  __interval: '30s',
  __interval_ms: '30000',
  __range: '8m',
  cluster: '',
};

/** What a query is to come back with: labels as they are written -> value. */
export interface Samples {
  readonly [labels: string]: number;
}

/** What promtool complains of when a query is evaluated after 10 minutes. */
export function complaints(expr: string, input_series: readonly InputSeries[], expected: Samples): string {
  return complaintsOverTime(expr, input_series, { '10m': expected });
}

/** The same at several moments, for series that are scraped as rarely as is said. */
export function complaintsOverTime(
  expr: string,
  input_series: readonly InputSeries[],
  expected: { readonly [time: string]: Samples },
  interval = '30s',
): string {
  const promql_expr_test = Object.entries(expected).map(([eval_time, samples]) => ({
    expr: filledIn(expr, FILLED_IN),
    eval_time,
    exp_samples: Object.entries(samples).map(([labels, value]) => ({ labels, value })),
  }));
  return testRules([], [{ interval, input_series, promql_expr_test }]);
}

/** The same from each of two kube-state-metrics. */
export function fromTwo(input: readonly InputSeries[]): InputSeries[] {
  return ['1', '2'].flatMap((instance) =>
    input.map((one) => ({ ...one, series: one.series.replace(/\}$/, `, instance="${instance}"}`) })),
  );
}
