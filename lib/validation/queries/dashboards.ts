import { eachObject, type Check, type Flaw } from '../check';
import { configTexts } from '../config-texts';
import type { ManifestObject } from '../manifest-object';
import { isObject, textOf, twins, type Fields } from '../untyped';
import { dashboardProblems } from '../../model/dashboard-check';
import { dashboardLayoutProblems } from '../../model/dashboard-layout';
import type { DashboardModel } from '../../model/dashboard';

/** Queries, variables and data sources of Grafana dashboards. */
export const DASHBOARDS: Check = {
  name: 'dashboard',
  severity: 'high',
  why: 'The panel shows an error or stays empty in Grafana.',
  fix: 'Mend the query at the column that the message names; define the variable, or the data source, that it reads.',
  run: eachObject((object) => [
    ...dashboardsOf(object).flatMap(({ at, model }) => dashboardProblems(model).map((message) => ({ at, message }))),
    ...formFlaws(object),
  ]),
};

/** Layouts that Grafana changes when it loads the dashboard. */
export const DASHBOARD_LAYOUT: Check = {
  name: 'dashboard-layout',
  severity: 'low',
  why: 'Grafana moves panels that overlap or leave the grid, and renumbers ids that stand twice: the dashboard looks other than it was written.',
  fix: 'Save the dashboard once in Grafana and export it anew, or mend `gridPos` and `id` of the panels.',
  run: eachObject((object) =>
    dashboardsOf(object).flatMap(({ at, model }) =>
      firstOf(dashboardLayoutProblems(model)).map((message) => ({ at, message })),
    ),
  ),
};

/** Dashboards that replace each other. */
export const DASHBOARD_UIDS: Check = {
  name: 'dashboard-uid',
  severity: 'medium',
  why: 'Of two dashboards with one uid Grafana shows either, and stops to update both.',
  fix: 'Give each dashboard a `uid` of its own.',
  run: ({ objects }) => {
    const all = objects.flatMap((object) => dashboardsOf(object).map(({ at, model }) => ({ object, at, model })));
    const twice = new Set(
      twins(all.map(({ model }) => model['uid']).filter((uid) => typeof uid === 'string' && uid !== '')),
    );
    return all
      .filter(({ model }) => twice.has(model.uid))
      .map(({ object, at, model }) => ({ object, at, message: `the uid '${model.uid}' stands in several dashboards` }));
  },
};

/** One panel out of place pushes many: the first says enough. */
function firstOf(problems: readonly string[]): readonly string[] {
  const [first, ...more] = problems;
  if (first === undefined) return [];
  return [more.length === 0 ? first : `${first}; and ${more.length} more of the kind`];
}

interface PlacedDashboard {
  readonly at: string;
  readonly model: DashboardModel;
}

function dashboardsOf(object: ManifestObject): readonly PlacedDashboard[] {
  return jsonTexts(object).flatMap(({ at, content }) =>
    isDashboard(content) ? [{ at, model: { ...content, title: content['title'] } as DashboardModel }] : [],
  );
}

/** What Grafana's provisioning does not take for a dashboard, though it came from Grafana. */
function formFlaws(object: ManifestObject): readonly Flaw[] {
  if (!('grafana_dashboard' in object.labels)) return [];
  return jsonTexts(object).flatMap(({ at, content }) => {
    const { dashboard, apiVersion, spec } = content;
    if (isObject(dashboard)) {
      const message = "it is an answer of Grafana's HTTP API; keep what stands under its key 'dashboard'";
      return [{ at, message }];
    }
    const isResource = typeof apiVersion === 'string' && isObject(spec);
    const title = textOf(content['title']) ?? '';
    if (isResource || title !== '') return [];
    return [{ at, message: "the dashboard has no 'title'; Grafana does not load it" }];
  });
}

function jsonTexts(object: ManifestObject): readonly { readonly at: string; readonly content: Fields }[] {
  if (object.kind !== 'GrafanaDashboard') return configTexts(object).filter(({ name }) => name.endsWith('.json'));
  const content = parsed(textOf(object.spec['json']));
  return content === undefined ? [] : [{ at: 'spec.json', content }];
}

function parsed(text: string | undefined): Fields | undefined {
  try {
    const content: unknown = JSON.parse(text ?? 'null');
    return isObject(content) ? content : undefined;
  } catch {
    return undefined;
  }
}

/** A dashboard in its classic form; what else is JSON is not. */
function isDashboard({ title, panels, rows, schemaVersion, templating }: Fields): boolean {
  const hasPanels = Array.isArray(panels) || Array.isArray(rows);
  return typeof title === 'string' && hasPanels && (typeof schemaVersion === 'number' || isObject(templating));
}
