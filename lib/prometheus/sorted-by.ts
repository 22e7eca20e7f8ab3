/** In the order of their names: the order of the calls that added them means nothing to Prometheus. */
export function sortedBy<K extends string, T extends { readonly [key in K]: string }>(
  items: readonly T[],
  key: K,
): T[] {
  return [...items].sort((a, b) => (a[key] < b[key] ? -1 : 1));
}
