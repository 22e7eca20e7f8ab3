import fc from 'fast-check';

/**
 * The seed of every generated case: the same cases in each run. `PROPERTY_SEED=7 npx jest test/properties` tries others; a
 * counterexample is to become a case of `test/bad-input`, where it stays.
 */
const SEED = Number(process.env['PROPERTY_SEED'] ?? 1);

/**
 * Fails with the smallest value for which the check throws.
 *
 * @param first values that are checked before the generated ones
 */
export function holds<T>(
  values: fc.Arbitrary<T>,
  check: (value: T) => void,
  { numRuns = 100, first = [] }: { readonly numRuns?: number; readonly first?: readonly T[] } = {},
): void {
  const examples = first.map((value) => [value] as [T]);
  fc.assert(fc.property(values, check), { seed: SEED, numRuns: numRuns + examples.length, examples });
}

/** So many values, for a program that is asked about all of them at once. */
export function some<T>(count: number, values: fc.Arbitrary<T>): T[] {
  return fc.sample(values, { seed: SEED, numRuns: count });
}

/** What is made, or undefined where it is refused by name; throws where it fails in another way. */
export function unlessRefused<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    const { message } = error as Error;
    if (!/^\[[^\n]+\] [^\n]+$/.test(message)) throw error;
    return undefined;
  }
}

/** What is made of the values that are not refused; throws where these are too few to show anything. */
export function accepted<In, Out>(
  values: readonly In[],
  make: (value: In, index: number) => Out,
  atLeast = 0.1,
): Out[] {
  const made = values.flatMap((value, index) => {
    const one = unlessRefused(() => make(value, index));
    return one === undefined ? [] : [one];
  });
  if (made.length < values.length * atLeast) {
    throw new Error(`only ${made.length} of ${values.length} generated values are taken: the generator is off`);
  }
  return made;
}
