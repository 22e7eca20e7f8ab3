import fc from 'fast-check';
import { Dashboard } from '../../lib';
import { buildDashboard } from '../../lib/dashboard-builder/build-dashboard';
import type { PanelSpec } from '../../lib/dashboard-builder/spec';
import { make, synthesized } from '../bad-input/bad-case';
import { anyText, textOf } from './arbitraries';
import { holds, unlessRefused } from './property';

const uid = fc.oneof({ weight: 4, arbitrary: textOf('abAZ09_-', 1, 40) }, anyText);

/** A model of Grafana with whatever else there may be in it. */
const model = fc
  .record({
    uid,
    title: anyText,
    description: anyText,
    tags: fc.array(anyText, { maxLength: 3 }),
    more: fc.jsonValue(),
  })
  .map((fields) => ({
    ...fields,
    panels: [{ id: 1, type: 'text', gridPos: { x: 0, y: 0, w: 24, h: 4 }, options: { content: fields.description } }],
  }));

/** The file of a dashboard, as Grafana finds it. */
function shown(dashboard: Dashboard): unknown {
  const maps = synthesized(make.grafana({ dashboards: [dashboard] })).all('ConfigMap');
  const text = maps.map(({ data }: any) => data?.[`${dashboard.uid}.json`]).find((one) => one !== undefined);
  return JSON.parse(text);
}

describe('a dashboard that is taken', () => {
  test('is the same in Grafana', () => {
    holds(
      model,
      (given) => {
        const dashboard = unlessRefused(() => Dashboard.fromJson(given));
        if (dashboard === undefined) return;
        // lone halves of pairs become escapes and are read back
        expect(shown(dashboard)).toMatchObject(JSON.parse(JSON.stringify(given)) as object);
      },
      { numRuns: 150 },
    );
  });
});

const panel: fc.Arbitrary<PanelSpec> = fc
  .record({
    width: fc.constantFrom<PanelSpec['width']>(3, 4, 6, 8, 12, 16, 18, 24),
    height: fc.integer({ min: 1, max: 20 }),
  })
  .map((size) => ({
    ...size,
    kind: 'stat',
    title: 'Up',
    description: 'Targets that answer.',
    unit: 'none',
    query: { expr: 'sum(up)', legend: 'up' },
  }));

const rows = fc.array(
  fc.record({ title: fc.constant('Row'), panels: fc.array(panel, { minLength: 1, maxLength: 9 }) }),
  {
    minLength: 1,
    maxLength: 4,
  },
);

interface Box {
  readonly id: number;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
}

function overlap({ gridPos: a }: Box, { gridPos: b }: Box): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

describe('a dashboard that is built', () => {
  test('has panels that lie beside each other, each with an id of its own', () => {
    holds(
      rows,
      (given) => {
        const built: any = buildDashboard({
          uid: 'shop',
          title: 'Shop',
          description: 'Shop',
          tags: ['shop'],
          variables: [],
          rows: given,
        });
        const panels = built.panels as Box[];

        expect(panels.filter(({ gridPos: { x, w } }) => x < 0 || x + w > 24)).toEqual([]);
        expect(panels.flatMap((one, at) => panels.slice(at + 1).filter((other) => overlap(one, other)))).toEqual([]);
        expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
      },
      { numRuns: 100 },
    );
  });
});
