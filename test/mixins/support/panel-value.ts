import type { Dashboard } from '../../../lib/model/dashboard';
import type { RuleGroup } from '../../../lib/model/rule-group';
import { testRules, type InputSeries } from './promtool';
import { filledIn, panelsOf } from './queries';

export { growing, steady } from './series';

/** A query of a panel, and what is stored when it is asked. */
export interface PanelCase {
  readonly dashboard: Dashboard;
  /** Recorded series that it reads. */
  readonly rules?: readonly RuleGroup[];
  /** Title and refId. */
  readonly panel: readonly [string, string];
  readonly variables?: { readonly [name: string]: string };
  readonly input: readonly InputSeries[];
}

/** What promtool complains of when a query of a panel does not give these values after 10 minutes. */
export function panelComplaints(
  { dashboard, rules = [], panel: [title, refId], variables = {}, input }: PanelCase,
  expected: { readonly [labels: string]: number },
): string {
  const target = panelsOf(dashboard)
    .find((panel) => panel.title === title)
    ?.targets?.find((query) => query.refId === refId);
  if (target === undefined) throw new Error(`there is no panel '${title}' with a query ${refId}`);
  const exp_samples = Object.entries(expected).map(([labels, value]) => ({ labels, value }));
  const expr = filledIn(target.expr, { cluster: '', ...variables });
  return testRules(rules, [
    { interval: '30s', input_series: input, promql_expr_test: [{ expr, eval_time: '10m', exp_samples }] },
  ]);
}
