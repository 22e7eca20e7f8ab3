import { objectOf, textOf } from '../json';
import type { TreeObject } from '../objects';
import { dashboardOf, isDashboard, type DashboardModel } from './dashboard-model';

/** Every dashboard in the ConfigMaps of an app, ordered by title: what Grafana loads, and what its sidecar would find. */
export function dashboardsOf(objects: readonly TreeObject[]): DashboardModel[] {
  return objects
    .filter(({ kind }) => kind === 'ConfigMap')
    .flatMap(({ json }) => Object.entries(objectOf(json['data'])))
    .filter(([file]) => file.endsWith('.json'))
    .map(([, text]) => parsed(textOf(text) ?? ''))
    .filter(isDashboard)
    .map(dashboardOf)
    .sort((a, b) => compare(a.title, b.title) || compare(a.uid, b.uid));
}

/** A ConfigMap may hold anything under a name that ends in `.json`. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** By code units: the order of a language depends on the machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
