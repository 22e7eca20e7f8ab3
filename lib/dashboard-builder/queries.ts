import type * as LokiSdk from '@grafana/grafana-foundation-sdk/loki';
import type * as PrometheusSdk from '@grafana/grafana-foundation-sdk/prometheus';
import { sdk } from './sdk';
import { referenceTo } from './sources';
import type { QuerySpec, Source } from './spec';

/** `A` to `Z`: no panel here has more queries. */
export function refIdOf(index: number): string {
  return String.fromCharCode('A'.charCodeAt(0) + index);
}

/** A query whose result is drawn over time. */
export function rangeQuery(
  { expr, legend }: QuerySpec,
  refId: string,
  source: Source = 'prometheus',
): PrometheusSdk.DataqueryBuilder | LokiSdk.DataqueryBuilder {
  const { loki } = sdk();
  if (source === 'prometheus') return promql(expr, refId).range().legendFormat(legend);
  return new loki.DataqueryBuilder()
    .refId(refId)
    .datasource(referenceTo('loki'))
    .expr(expr)
    .queryType('range')
    .legendFormat(legend);
}

/** A query whose result now is a table. */
export function tableQuery(expr: string, refId: string): PrometheusSdk.DataqueryBuilder {
  return promql(expr, refId).instant().format(sdk().prometheus.PromQueryFormat.Table);
}

function promql(expr: string, refId: string): PrometheusSdk.DataqueryBuilder {
  return new (sdk().prometheus.DataqueryBuilder)().refId(refId).datasource(referenceTo()).expr(expr);
}
