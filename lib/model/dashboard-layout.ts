import type { DashboardModel } from './dashboard';
import { panelName, panelsOf, partsOf, type Part } from './dashboard-panels';

interface Box {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

// https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/#panel-size-and-position
const COLUMNS = 24;

/**
 * What of a dashboard's layout Grafana would put right by itself, so that it looks other than it was written: panels that
 * overlap or leave the grid, ids that stand twice. Panels without an id or a place are given one, and are fine.
 *
 * @param model the JSON model
 * @returns one sentence a problem, each naming dashboard and panel
 */
export function dashboardLayoutProblems(model: DashboardModel): string[] {
  const top = partsOf(model['panels']);
  // what is folded into a row keeps the place that it has when the row is open, under the rows that follow
  const levels = [top, ...top.map((panel) => partsOf(panel['panels']))];
  return [...idProblems(model), ...levels.flatMap((panels) => gridProblems(panels))].map(
    (problem) => `dashboard '${model.title}', ${problem}`,
  );
}

function idProblems(model: DashboardModel): string[] {
  const names = new Map<unknown, string>();
  return panelsOf(model).flatMap(({ panel }) => {
    const { id } = panel;
    const name = panelName(panel);
    if (typeof id !== 'number') return [];
    const twin = names.get(id);
    names.set(id, name);
    return twin === undefined ? [] : [`${name}: its id ${id} is that of ${twin} as well`];
  });
}

function gridProblems(panels: readonly Part[]): string[] {
  const boxes: Box[] = [];
  return panels.flatMap((panel) => {
    const name = panelName(panel);
    if (panel['gridPos'] === undefined || panel['gridPos'] === null) return [];
    const box = boxOf(name, panel['gridPos']);
    if (box === undefined) {
      return [`${name}: its 'gridPos' must hold whole numbers: 'w' and 'h' of at least 1, 'x' and 'y' of at least 0`];
    }
    const outside = box.x + box.w > COLUMNS;
    const overlaps = boxes.filter((other) => overlap(box, other)).map((other) => `${name}: it overlaps ${other.name}`);
    boxes.push(box);
    return [...(outside ? [`${name}: it ends in column ${box.x + box.w} of ${COLUMNS}`] : []), ...overlaps];
  });
}

function boxOf(name: string, gridPos: unknown): Box | undefined {
  const { x, y, w, h } = (typeof gridPos === 'object' && gridPos !== null ? gridPos : {}) as { [key: string]: number };
  const isBox = [x, y, w, h].every((value) => Number.isInteger(value));
  if (!isBox || x! < 0 || y! < 0 || w! < 1 || h! < 1) return undefined;
  return { name, x: x!, y: y!, w: w!, h: h! };
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}
