import type { DashboardModel } from '../model/dashboard';
import { bottomOf, layOut } from './grid';
import { panelModel, sizeOf } from './panels';
import { type JsonObject, plain } from './plain';
import { sdk } from './sdk';
import { referenceTo } from './sources';
import type { AnnotationSpec, DashboardSpec, LinkSpec, RowSpec } from './spec';
import { variableModels } from './variables';

const DEFAULTS = {
  range: { from: 'now-1h', to: 'now' },
  refresh: '30s', // the scrape interval: nothing is new earlier
  timezone: 'browser',
};

/**
 * Grafana's JSON model of a dashboard: the one place that knows the SDK and mends what it leaves open: panels that cross
 * the edge of the grid, no ids, no refIds, hidden legends.
 */
export function buildDashboard(spec: DashboardSpec): DashboardModel {
  const { dashboard } = sdk();
  const builder = new dashboard.DashboardBuilder(spec.title)
    .uid(spec.uid)
    .description(spec.description)
    .tags([...spec.tags])
    .time(DEFAULTS.range)
    .refresh(DEFAULTS.refresh)
    .timezone(DEFAULTS.timezone)
    .tooltip(dashboard.DashboardCursorSync.Crosshair);
  const { annotations = [], links = [] } = spec;
  return {
    ...plain(builder.build()),
    uid: spec.uid,
    title: spec.title,
    links: [menuOf(spec.tags[0]), ...links.map(linkModel)],
    templating: { list: variableModels(spec.variables) },
    ...(annotations.length === 0 ? {} : { annotations: { list: annotations.map(annotationModel) } }),
    panels: panelsOf(spec.rows),
  };
}

function panelsOf(rows: readonly RowSpec[]): JsonObject[] {
  const { dashboard } = sdk();
  const panels: JsonObject[] = [];
  let y = 0;
  for (const row of rows) {
    if (row.title !== undefined) {
      const heading = new dashboard.RowBuilder(row.title).id(panels.length + 1).gridPos({ x: 0, y, w: 24, h: 1 });
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

function annotationModel({ name, expr, title, color, hidden = false }: AnnotationSpec): JsonObject {
  return {
    name,
    datasource: referenceTo('prometheus'),
    enable: !hidden,
    hide: false,
    iconColor: color,
    expr,
    step: '30s',
    titleFormat: title,
    useValueForTime: false,
  };
}

// Grafana wants each of these, even where it means nothing
const LINK = { tooltip: '', targetBlank: false, keepTime: true, includeVars: false };

/** A menu of the dashboards of the same subject. */
function menuOf(tag: string): JsonObject {
  const own = { type: 'dashboards', title: 'More', tags: [tag], asDropdown: true, icon: 'external link', url: '' };
  return { ...LINK, ...own };
}

function linkModel({ title, url }: LinkSpec): JsonObject {
  // the address carries the time range itself
  const own = { type: 'link', title, tags: [], asDropdown: false, icon: 'dashboard', url, keepTime: false };
  return { ...LINK, ...own };
}
