import { at, listOf, type JsonObject } from '../json';

/** What a panel says of the series or column of a name. */
export function overrideOf(panel: JsonObject, name: string, id: string): unknown {
  const overrides = listOf(at(panel, 'fieldConfig', 'overrides'));
  const properties = overrides
    .filter((override) => at(override, 'matcher', 'id') === 'byName' && at(override, 'matcher', 'options') === name)
    .flatMap((override) => listOf(at(override, 'properties')));
  return at(
    properties.find((property) => at(property, 'id') === id),
    'value',
  );
}
