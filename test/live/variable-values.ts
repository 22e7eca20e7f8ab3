import type { Dashboard } from '../../lib';
import { filledIn, variablesOf } from '../mixins/support/queries';
import type { RunningPrometheus } from './running-prometheus';

/** What a person who watches the guide's shop would choose, where it is offered. */
const CHOICES: { readonly [variable: string]: string } = {
  namespace: 'timedeal',
  type: 'deployment',
  workload: 'stock-service',
};

/** A variable whose drop-down would be empty is named, since nothing below it would be shown. */
export interface VariableValues {
  readonly values: { readonly [name: string]: string };
  readonly empty: readonly string[];
}

/** The values of a dashboard's variables as Grafana would offer them, one variable after the other. */
export async function variableValues(dashboard: Dashboard, prometheus: RunningPrometheus): Promise<VariableValues> {
  const values: { [name: string]: string } = {};
  const empty: string[] = [];
  for (const { name, type, query, hide, datasource } of variablesOf(dashboard)) {
    if (type !== 'query' || datasource?.type !== 'prometheus') continue;
    const [, selector = '', label = ''] = /^label_values\((.*),\s*(\w+)\)$/.exec(query) ?? [];
    const offered = await labelValues(prometheus, filledIn(selector, values), label);
    // no cluster label: the variable is hidden and empty, and matches what has none
    if (offered.length === 0 && hide !== 2) empty.push(name);
    const wanted = CHOICES[name] ?? '';
    values[name] = offered.includes(wanted) ? wanted : (offered[0] ?? '');
  }
  return { values, empty };
}

async function labelValues(prometheus: RunningPrometheus, selector: string, label: string): Promise<string[]> {
  const series = (await prometheus.get(`series?match[]=${encodeURIComponent(selector)}`)) as {
    [name: string]: string;
  }[];
  return [...new Set(series.flatMap((labels) => labels[label] ?? []))].sort();
}
