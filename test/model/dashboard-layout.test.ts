import type { DashboardModel } from '../../lib/model/dashboard';
import { dashboardLayoutProblems } from '../../lib/model/dashboard-layout';

interface Grid {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

const dashboard = (...panels: object[]): DashboardModel => ({ uid: 'shop', title: 'Shop', panels });
const panel = (id: number | undefined, title: string, gridPos: unknown, more: object = {}): object => ({
  ...(id === undefined ? {} : { id }),
  title,
  gridPos,
  ...more,
});
const box = (x: number, y: number, w: number, h: number): Grid => ({ x, y, w, h });

describe('the layout of a dashboard', () => {
  test('is fine when every panel has a place of its own', () => {
    const model = dashboard(
      panel(1, 'Row', box(0, 0, 24, 1), { type: 'row' }),
      panel(2, 'A', box(0, 1, 12, 8)),
      panel(3, 'B', box(12, 1, 12, 8)),
      panel(4, 'C', box(0, 9, 24, 4)),
    );

    expect(dashboardLayoutProblems(model)).toEqual([]);
  });

  test('lets the panels of a folded row stand where the next rows are', () => {
    const folded = { type: 'row', collapsed: true, panels: [panel(2, 'A', box(0, 1, 24, 8))] };
    const model = dashboard(panel(1, 'First', box(0, 0, 24, 1), folded), panel(3, 'Second', box(0, 1, 24, 1)));

    expect(dashboardLayoutProblems(model)).toEqual([]);
  });

  test('tells of panels that overlap', () => {
    const model = dashboard(panel(1, 'A', box(0, 0, 12, 8)), panel(2, 'B', box(11, 7, 12, 8)));

    expect(dashboardLayoutProblems(model)).toEqual(["dashboard 'Shop', panel 'B': it overlaps panel 'A'"]);
  });

  test('tells of panels that overlap within a folded row', () => {
    const panels = [panel(2, 'A', box(0, 1, 24, 8)), panel(3, 'B', box(0, 8, 24, 8))];
    const model = dashboard(panel(1, 'Row', box(0, 0, 24, 1), { type: 'row', collapsed: true, panels }));

    expect(dashboardLayoutProblems(model)).toEqual(["dashboard 'Shop', panel 'B': it overlaps panel 'A'"]);
  });

  test('tells of a panel that leaves the grid', () => {
    expect(dashboardLayoutProblems(dashboard(panel(1, 'A', box(16, 0, 9, 8))))).toEqual([
      "dashboard 'Shop', panel 'A': it ends in column 25 of 24",
    ]);
  });

  test.each([
    ['0,0,12,8'],
    [{ w: 12, h: 8 }],
    [box(-1, 0, 12, 8)],
    [box(0, -1, 12, 8)],
    [box(0, 0, 0, 8)],
    [box(0, 0, 12, 0)],
    [box(0, 0, 7.5, 8)],
  ])('tells of the place %j, which is none', (gridPos) => {
    expect(dashboardLayoutProblems(dashboard(panel(1, 'A', gridPos)))).toEqual([
      "dashboard 'Shop', panel 'A': its 'gridPos' must hold whole numbers: 'w' and 'h' of at least 1, 'x' and 'y' of at least 0",
    ]);
  });

  test('tells of an id that stands twice, also in a row', () => {
    const row = { type: 'row', collapsed: true, panels: [panel(1, 'B', box(0, 9, 24, 8))] };
    const model = dashboard(panel(1, 'A', box(0, 0, 24, 8)), panel(2, 'Row', box(0, 8, 24, 1), row));

    expect(dashboardLayoutProblems(model)).toEqual([
      "dashboard 'Shop', panel 'B': its id 1 is that of panel 'A' as well",
    ]);
  });

  test('is fine without ids and places, which Grafana gives', () => {
    expect(dashboardLayoutProblems(dashboard(panel(undefined, 'A', undefined), panel(undefined, 'B', null)))).toEqual(
      [],
    );
  });
});
