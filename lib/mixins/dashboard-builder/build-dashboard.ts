import type * as DashboardSdk from '@grafana/grafana-foundation-sdk/dashboard';
import type { DashboardModel } from '../../model/dashboard';
import { bottomOf, layOut } from './grid';
import { panelModel, sizeOf } from './panels';
import { type JsonObject, plain, without } from './plain';
import type { DashboardSpec, RowSpec, VariableSpec } from './spec';

const DEFAULTS = {
  range: { from: 'now-1h', to: 'now' },
  refresh: '30s', // the scrape interval: nothing is new earlier
  timezone: 'browser',
  datasource: { text: 'Prometheus', value: 'prometheus' }, // what the stack provisions
};

/**
 * Grafana's JSON model of a dashboard: the one place that knows the SDK and mends what it leaves open: panels that cross
 * the edge of the grid, no ids, no refIds, hidden legends.
 */
export function buildDashboard(spec: DashboardSpec): DashboardModel {
  const sdk = require('@grafana/grafana-foundation-sdk/dashboard') as typeof DashboardSdk;
  const builder = new sdk.DashboardBuilder(spec.title)
    .uid(spec.uid)
    .description(spec.description)
    .tags([...spec.tags])
    .time(DEFAULTS.range)
    .refresh(DEFAULTS.refresh)
    .timezone(DEFAULTS.timezone)
    .tooltip(sdk.DashboardCursorSync.Crosshair);
  return {
    ...plain(builder.build()),
    uid: spec.uid,
    title: spec.title,
    links: [dashboardLinks(spec.tags[0])],
    templating: { list: [datasourceVariable(sdk), ...spec.variables.map((variable) => queryVariable(sdk, variable))] },
    panels: panelsOf(sdk, spec.rows),
  };
}

function panelsOf(sdk: typeof DashboardSdk, rows: readonly RowSpec[]): JsonObject[] {
  const panels: JsonObject[] = [];
  let y = 0;
  for (const row of rows) {
    if (row.title !== undefined) {
      const heading = new sdk.RowBuilder(row.title).id(panels.length + 1).gridPos({ x: 0, y, w: 24, h: 1 });
      panels.push(plain(heading.build()));
      y += 1;
    }
    const places = layOut(row.panels.map(sizeOf), y);
    places.forEach((place, index) => {
      const spec = row.panels[index];
      if (spec !== undefined) panels.push(panelModel(spec, panels.length + 1, place));
    });
    y = bottomOf(places, y);
  }
  return panels;
}

function datasourceVariable(sdk: typeof DashboardSdk): JsonObject {
  const { text, value } = DEFAULTS.datasource;
  const variable = new sdk.DatasourceVariableBuilder('datasource')
    .label('Data source')
    .type('prometheus')
    .current({ selected: true, text, value });
  return variableModel(variable.build());
}

function queryVariable(sdk: typeof DashboardSdk, spec: VariableSpec): JsonObject {
  const variable = new sdk.QueryVariableBuilder(spec.name)
    .label(spec.label)
    .datasource({ type: 'prometheus', uid: '${datasource}' })
    .query(spec.query)
    .multi(spec.multi ?? false)
    .hide(spec.hidden ? sdk.VariableHide.HideVariable : sdk.VariableHide.DontHide)
    .refresh(sdk.VariableRefresh.OnTimeRangeChanged)
    .sort(sdk.VariableSort.AlphabeticalAsc);
  return variableModel(variable.build());
}

/** Without what the SDK writes for variables of the kind `interval`. */
function variableModel(variable: object): JsonObject {
  return without(plain(variable), ['auto', 'auto_min', 'auto_count', 'skipUrlSync']);
}

/** A menu of the dashboards of the same subject. */
function dashboardLinks(tag: string): JsonObject {
  const link = { type: 'dashboards', title: 'More', tags: [tag], asDropdown: true, keepTime: true, includeVars: false };
  // Grafana wants each of them, even where it means nothing
  return { ...link, icon: 'external link', tooltip: '', url: '', targetBlank: false };
}
