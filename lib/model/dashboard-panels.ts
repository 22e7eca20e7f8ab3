/*
 * Reads dashboards that others wrote: a JSON model of any age, of which nothing is certain but that it is an object.
 */

/** An object of the model. */
export interface Part {
  readonly [key: string]: unknown;
}

/** A panel, and the row that it is folded into, if any. */
export interface PanelOfRow {
  readonly panel: Part;
  readonly row?: Part;
}

/** A data source as a panel, query, variable or annotation refers to it; both keys are missing for the default one. */
export interface DataSourceReference {
  readonly type?: string;
  readonly uid?: string;
}

/** The objects of a list; none when it is no list. */
export function partsOf(value: unknown): readonly Part[] {
  return Array.isArray(value) ? value.filter((item): item is Part => typeof item === 'object' && item !== null) : [];
}

/** All panels in their order: those of the dashboard, those folded into rows, and those of the rows of Grafana 4. */
export function panelsOf(model: Part): readonly PanelOfRow[] {
  const current = partsOf(model['panels']).flatMap((panel) => [
    { panel },
    ...partsOf(panel['panels']).map((inner) => ({ panel: inner, row: panel })),
  ]);
  const old = partsOf(model['rows']).flatMap((row) => partsOf(row['panels']).map((panel) => ({ panel, row })));
  return [...current, ...old];
}

/** The annotation queries of a dashboard. */
export function annotationsOf(model: Part): readonly Part[] {
  const annotations = model['annotations'];
  return typeof annotations === 'object' && annotations !== null ? partsOf((annotations as Part)['list']) : [];
}

/** The reference of the first that has one: older dashboards give a uid or name as text, newer ones type and uid. */
export function dataSourceOf(...parts: readonly Part[]): DataSourceReference {
  const given = parts.map((part) => part['datasource']).find((value) => value !== undefined && value !== null);
  if (typeof given === 'string') return { uid: given };
  if (typeof given !== 'object') return {};
  const { type, uid } = given as Part;
  return { ...(typeof type === 'string' ? { type } : {}), ...(typeof uid === 'string' ? { uid } : {}) };
}

/** A panel as an error message names it: by its title, or by its id where it has none. */
export function panelName({ title, id }: Part): string {
  if (typeof title === 'string' && title.trim() !== '') return `panel '${title}'`;
  return typeof id === 'number' ? `panel ${id}` : 'a panel without title';
}
