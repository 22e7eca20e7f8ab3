import { parser } from '@prometheus-io/lezer-promql';
import type { Dashboard } from '../../../lib/model/dashboard';

/** A panel of a dashboard, as Grafana reads it. */
export interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly datasource?: { readonly type: string; readonly uid: string };
  readonly targets?: readonly {
    readonly refId: string;
    readonly expr: string;
    readonly datasource: { readonly type: string; readonly uid: string };
  }[];
  readonly fieldConfig?: {
    readonly defaults: { readonly [key: string]: unknown };
    readonly overrides: readonly { readonly matcher: { readonly options: string } }[];
  };
  readonly options?: { readonly [key: string]: unknown };
}

export interface Variable {
  readonly name: string;
  readonly type: string;
  readonly query: string;
  readonly hide?: number;
  readonly datasource?: { readonly type: string; readonly uid: string };
}

/** Panels without the headings of rows. */
export function panelsOf(dashboard: Dashboard): Panel[] {
  return everythingOf(dashboard).filter(({ type }) => type !== 'row');
}

/** Panels and the headings of rows. */
export function everythingOf(dashboard: Dashboard): Panel[] {
  return dashboard._model()['panels'] as Panel[];
}

export function variablesOf(dashboard: Dashboard): Variable[] {
  return (dashboard._model()['templating'] as { list: Variable[] }).list;
}

/** What a selector reads: its metric, and its matchers as they are written. */
export interface Selector {
  readonly metric: string;
  readonly matchers: readonly string[];
}

/** All selectors of a query without variables. */
export function selectorsOf(query: string): Selector[] {
  const selectors: Selector[] = [];
  const tree = parser.parse(query);
  tree.iterate({
    enter: ({ name, node }) => {
      if (name !== 'VectorSelector') return;
      const metric = node.getChild('Identifier');
      const matchers = node.getChild('LabelMatchers');
      selectors.push({
        metric: metric === null ? '' : query.slice(metric.from, metric.to),
        matchers:
          matchers === null
            ? []
            : matchers.getChildren('UnquotedLabelMatcher').map(({ from, to }) => query.slice(from, to)),
      });
    },
  });
  return selectors;
}

/** The query with the values that Grafana would put in. */
export function filledIn(query: string, values: { readonly [name: string]: string }): string {
  const own: { readonly [name: string]: string } = { __rate_interval: '2m', ...values };
  return query.replace(
    /\$(?:(\w+)|\{(\w+)(?::\w+)?\})/g,
    (text, plain: string | undefined, braced: string | undefined) => own[plain ?? braced ?? ''] ?? text,
  );
}
