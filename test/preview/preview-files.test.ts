import { ApiObject, App, Chart } from 'cdk8s';
import { define } from '../../main';
import { previewFiles } from '../../preview/preview-files';
import { manifestsOf, testApp } from '../support/manifests';
import { all, hintOf, numberIn, readSvg, textProblems, type SvgElement } from './svg-reader';

const app = define(testApp());
const files = previewFiles(app);
const pictures = Object.entries(files).filter(([path]) => path.endsWith('.svg'));

/** The dashboards as Grafana gets them. */
const dashboards: any[] = manifestsOf(define(testApp()))
  .all('ConfigMap')
  .flatMap((configMap) => Object.entries<string>(configMap['data'] ?? {}))
  .filter(([file]) => file.endsWith('.json'))
  .map(([, text]) => JSON.parse(text));

function pictureOf(title: string): SvgElement {
  const found = pictures.map(([, text]) => readSvg(text)).filter((svg) => hintOf(svg) === title);
  if (found.length !== 1) throw new Error(`${found.length} pictures have the title '${title}'`);
  return found[0]!;
}

function panelIn(svg: SvgElement, { title, description }: any): SvgElement {
  const hint = description === undefined ? title : `${title}\n${description}`;
  const found = svg.children.filter((child) => child.name === 'svg' && hintOf(child) === hint);
  if (found.length !== 1) throw new Error(`${found.length} panels have the title '${title}'`);
  return found[0]!;
}

describe('the pictures of the guide', () => {
  test('there is one of each dashboard that is synthesized, and one of the stack', () => {
    expect(dashboards.length).toBeGreaterThan(5);
    expect(pictures).toHaveLength(dashboards.length + 1);
    expect(Object.keys(files)).toEqual(expect.arrayContaining(['stack.svg', 'preview/README.md']));
  });

  test.each(dashboards.map((dashboard) => [dashboard.title, dashboard]))(
    '%s has all panels at their places',
    (title, dashboard) => {
      const svg = pictureOf(title);
      const top = numberIn(panelIn(svg, dashboard.panels[0]), 'y');

      const places = dashboard.panels.map((panel: any) => {
        const part = panelIn(svg, panel);
        const { x, y, w, h } = panel.gridPos;
        return {
          title: panel.title,
          drawn: ['x', 'y', 'width', 'height'].map((side) => numberIn(part, side)),
          expected: [12 + 41 * x, top + 30 * y, 41 * w - 8, 30 * h - 8],
        };
      });

      expect(places.filter(({ drawn, expected }: any) => String(drawn) !== String(expected))).toEqual([]);
      expect(svg.children.filter(({ name }) => name === 'svg')).toHaveLength(dashboard.panels.length);
    },
  );

  test.each(dashboards.map((dashboard) => [dashboard.title, dashboard]))(
    '%s tells every query in full',
    (title, dashboard) => {
      const svg = pictureOf(title);

      const missing = dashboard.panels.flatMap((panel: any) => {
        const hints = all(panelIn(svg, panel), 'title').map(({ text }) => text);
        return (panel.targets ?? []).filter(({ expr }: any) => !hints.some((hint) => hint.includes(expr)));
      });

      expect(missing).toEqual([]);
    },
  );

  test.each(pictures)('%s holds every part within the one around it', (_path, text) => {
    const parts = all(readSvg(text), 'svg').filter(({ parent }) => parent?.name === 'svg');

    const outside = parts.filter(({ parent, attributes: { x, y, width, height } }) => {
      const fits = (start: number, length: number, room: number): boolean => start >= 0 && start + length <= room + 0.1;
      return !(
        fits(Number(x), Number(width), numberIn(parent!, 'width')) &&
        fits(Number(y), Number(height), numberIn(parent!, 'height'))
      );
    });

    expect(outside.map(hintOf)).toEqual([]);
  });

  test.each(pictures)('%s has no text that leaves its box or stands on another', (_path, text) => {
    expect(textProblems(readSvg(text))).toEqual([]);
  });

  test.each(pictures)('%s is drawn by itself: no script, no other file, no foreign markup', (_path, text) => {
    const svg = readSvg(text);

    expect([...new Set(all(svg).map(({ name }) => name))].sort()).toEqual(
      expect.not.arrayContaining(['script', 'foreignObject', 'image', 'use', 'a']),
    );
    expect(text.match(/https?:\/\/(?!www\.w3\.org\/2000\/svg")[^<\s]*(?=")/g)).toBeNull();
  });

  test('are the same bytes each time', () => {
    expect(previewFiles(define(testApp()))).toEqual(files);
    expect(previewFiles(app)).toEqual(files);
  });

  test('are all shown on the index page', () => {
    const page = files['preview/README.md']!;

    const shown = [...page.matchAll(/^\[!\[.*\]\((.*)\)\]\((.*)\)$/gm)].map(([, image, link]) => [image, link]);
    const names = pictures.flatMap(([path]) => (path.startsWith('preview/') ? [path.slice('preview/'.length)] : []));
    expect(shown).toEqual(names.map((name) => [name, name]));
  });
});

describe('the pictures of another app', () => {
  const configMap = (chart: Chart, name: string, data: { [file: string]: string }): void => {
    new ApiObject(chart, name, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, ...{ data } });
  };

  test('show a dashboard that the app labels for Grafana to find, and nothing else that ends in .json', () => {
    const chart = new Chart(testApp(), 'team', { namespace: 'team' });
    configMap(chart, 'board', { 'board.json': JSON.stringify({ title: 'Orders', uid: 'o', panels: [] }) });
    configMap(chart, 'other', {
      'broken.json': '{',
      'list.json': '[1]',
      'settings.json': '{"title":"x"}',
      'note.txt': 'x',
    });

    expect(Object.keys(previewFiles(App.of(chart)))).toEqual(['preview/orders.svg', 'preview/README.md', 'stack.svg']);
  });

  test('tell two dashboards of one title apart', () => {
    const chart = new Chart(testApp(), 'team');
    const text = (uid: string): string => JSON.stringify({ title: 'Orders', uid, panels: [] });
    configMap(chart, 'boards', { 'a.json': text('a'), 'b.json': text('b') });

    const names = Object.keys(previewFiles(App.of(chart)));
    expect(names).toEqual(expect.arrayContaining(['preview/orders-a.svg', 'preview/orders-b.svg']));
  });
});
