import { row } from '../support/generated-page';
import type { PanelResult } from './panel-results';

/** The report: how many series each query of each panel finds on the guide's cluster. */
export function panelsPage(results: readonly PanelResult[], empty: { readonly [query: string]: string }): string {
  const dashboards = [...new Set(results.map(({ dashboard }) => dashboard))];
  const queries = results.flatMap((result) => result.results);
  const withData = queries.filter(({ series }) => series > 0).length;
  return [
    '# What every panel shows',
    '',
    `${dashboards.length} dashboards, ${results.length} panels, ${queries.length} queries: ${withData} find data on the guide's cluster, and ${queries.length - withData} rightly nothing.`,
    '',
    'Each query was run over HTTP by a real Prometheus with the synthesized configuration and rules. It scraped the metrics',
    'that the very programs of the stack showed on a k3d cluster of three nodes with the shop in it (`test/recordings`).',
    'The figure beside a query is the number of series that it found; `npm run report` writes this page anew.',
    '',
    ...dashboards.flatMap((title) =>
      section(
        title,
        results.filter(({ dashboard }) => dashboard === title),
        empty,
      ),
    ),
  ].join('\n');
}

function section(title: string, panels: readonly PanelResult[], empty: { readonly [query: string]: string }): string[] {
  const rows = panels.map(({ panel, type, results }) => {
    const found = results.map(({ refId, series }) => `${refId} ${series}`).join(', ');
    const reasons = results.flatMap(({ refId, series }) => {
      const reason = empty[`${title}, ${panel}, ${refId}`];
      return series > 0 || reason === undefined ? [] : [` (${refId}: ${reason})`];
    });
    return row(panel, type, `${found}${reasons.join('')}`);
  });
  return [`## ${title}`, '', row('Panel', 'Kind', 'Series of each query'), row('---', '---', '---'), ...rows, ''];
}
