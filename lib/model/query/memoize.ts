// two dashboards of the size of kube-prometheus' hold about 800 queries
const CAPACITY = 4096;

/**
 * Results by the text that they come from.
 *
 * cdk8s runs every validation more than once, and the same query often stands in a rule and in a panel. The memory is
 * bounded: when it is full it is emptied, which costs time but never changes a result.
 */
class Memory<T> {
  private readonly known = new Map<string, { readonly result: T }>();

  public recall(key: string, compute: () => T): T {
    const found = this.known.get(key);
    if (found) return found.result;
    const result = compute();
    if (this.known.size >= CAPACITY) this.known.clear();
    this.known.set(key, { result });
    return result;
  }
}

/** Remembers the results of a pure function of one text. */
export function memoize<T>(compute: (text: string) => T): (text: string) => T {
  const memory = new Memory<T>();
  return (text) => memory.recall(text, () => compute(text));
}

/** Remembers the results of a pure function of a query and its options, which must be plain data. */
export function memoizeQuery<O, T>(compute: (query: string, options: O) => T): (query: string, options: O) => T {
  const memory = new Memory<T>();
  return (query, options) => memory.recall(JSON.stringify([query, options]), () => compute(query, options));
}
