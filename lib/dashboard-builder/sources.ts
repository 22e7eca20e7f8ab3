import type { Source } from './spec';

/** Uid of the Loki data source that the stack provisions. */
export const LOKI_UID = 'loki';

/** A type alias, since the SDK takes no interface. */
type DataSourceReference = { readonly type: string; readonly uid: string };

const REFERENCES: { readonly [source in Source]: DataSourceReference } = {
  // chosen by the variable that every dashboard has
  prometheus: { type: 'prometheus', uid: '${datasource}' },
  loki: { type: 'loki', uid: LOKI_UID },
};

/** How panels, queries and variables refer to a data source. */
export function referenceTo(source: Source = 'prometheus'): DataSourceReference {
  return { ...REFERENCES[source] };
}
