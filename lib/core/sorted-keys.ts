/**
 * A map of the user's in the order of its keys, for where order means nothing. Other languages hand maps over in an order
 * of their own, Java's `Map.of` in another one in every run: the output would follow.
 */
export function sortedKeys<T>(map: { readonly [key: string]: T }): { [key: string]: T } {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));
}
