import type { Dashboard } from '../../lib';
import { filledIn, panelsOf, type Panel } from '../mixins/support/queries';
import type { Answer, RunningPrometheus } from './running-prometheus';
import { variableValues } from './variable-values';

/** What a query of a panel came back with. */
export interface QueryResult {
  readonly refId: string;
  readonly expr: string;
  /** Series with at least one number. */
  readonly series: number;
  readonly resultType: Answer['resultType'];
}

export interface PanelResult {
  readonly dashboard: string;
  readonly panel: string;
  readonly type: string;
  readonly results: readonly QueryResult[];
}

/** Durations that Grafana fills in, for the last quarter of an hour. */
const DURATIONS = { __rate_interval: '2m', __range: '15m', __interval: '30s' };

/** Series that rules record are there since Prometheus was started. */
const SECONDS = 3;

/** Runs every PromQL query of a dashboard the way that its panels do. */
export async function panelResults(dashboard: Dashboard, prometheus: RunningPrometheus): Promise<PanelResult[]> {
  const { values } = await variableValues(dashboard, prometheus);
  const results: PanelResult[] = [];
  for (const panel of panelsOf(dashboard)) {
    const queries = (panel.targets ?? []).filter(({ datasource }) => datasource.type === 'prometheus');
    if (queries.length === 0) continue;
    const answers = await Promise.all(
      queries.map(async ({ refId, expr }): Promise<QueryResult> => {
        const query = filledIn(expr, { ...DURATIONS, ...values });
        const answer = await ask(panel, query, prometheus);
        return { refId, expr: query, series: numbersIn(answer), resultType: answer.resultType };
      }),
    );
    results.push({ dashboard: dashboard.title, panel: panel.title, type: panel.type, results: answers });
  }
  return results;
}

/** A table asks for values now, all others for values over time. */
function ask({ type }: Panel, query: string, prometheus: RunningPrometheus): Promise<Answer> {
  return type === 'table' ? prometheus.instant(query) : prometheus.range(query, SECONDS);
}

function numbersIn({ result }: Answer): number {
  return result.filter(({ value, values = value === undefined ? [] : [value] }) =>
    values.some(([, text]) => !Number.isNaN(Number(text))),
  ).length;
}
