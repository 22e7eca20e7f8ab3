import fc from 'fast-check';
import { mergeConfig, type ConfigKeys, type ExtraConfig } from '../../lib/core/merge-config';
import { yamlText } from '../../lib/core/render';
import { readYamlDocument } from '../support/kubectl-yaml';
import { anyText, textOf } from './arbitraries';
import { holds, unlessRefused } from './property';

const key = fc.oneof({ weight: 6, arbitrary: textOf('abc', 1, 1) }, anyText);

const value = fc.letrec<{ any: unknown; map: ExtraConfig }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    anyText,
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.array(tie('any'), { maxLength: 3 }),
    tie('map'),
  ),
  map: fc.dictionary<unknown>(key, tie('any'), { maxKeys: 3 }),
}));

const ours = { a: { b: 1, c: { a: 'x' } }, b: ['x'], c: true };

const merge = (mine: ConfigKeys, extra: ExtraConfig): ConfigKeys | undefined =>
  unlessRefused(() => mergeConfig('test', mine, extra));

/** The paths of all that is neither map nor list, and of those that are empty, with their values. */
function leaves(config: unknown, path = ''): string[] {
  const entries = typeof config === 'object' && config !== null ? Object.entries(config) : [];
  if (entries.length === 0) return [`${path} = ${JSON.stringify(config)}`];
  return entries.flatMap(([name, inner]) => leaves(inner, `${path}/${JSON.stringify(name)}`));
}

/** A map as it is after it was written and read: without what JSON does not tell apart, such as `-0`. */
const plain = (config: unknown): any => JSON.parse(JSON.stringify(config));

describe('configuration of the user beside ours', () => {
  test('loses no key of either, and adds none', () => {
    holds(
      value.map,
      (extra) => {
        const merged = merge(ours, extra);
        if (merged === undefined) return;
        const expected = [...leaves(ours), ...leaves(extra)].filter((leaf) => leaf !== ' = {}');
        expect(new Set(leaves(merged))).toEqual(new Set(expected));
      },
      { numRuns: 1000 },
    );
  });

  test('is the same whether added at once or one after the other', () => {
    holds(
      fc.tuple(value.map, value.map),
      ([first, second]) => {
        const inTurn = merge(ours, first);
        const together = merge(first as ConfigKeys, second);
        const either = inTurn && merge(inTurn, second);
        const other = together && merge(ours, together);
        if (inTurn === undefined || together === undefined) return;
        // what contradicts itself is refused either way
        expect(either && plain(either)).toEqual(other && plain(other));
      },
      { numRuns: 1000 },
    );
  });

  test('is written so that it is read as it was said', () => {
    holds(
      value.map,
      (extra) => {
        const merged = merge({}, extra);
        if (merged === undefined) return;
        expect(plain(readYamlDocument(yamlText('test', merged)) ?? {})).toEqual(plain(merged));
      },
      { numRuns: 1000 },
    );
  });

  test('is not changed by what the caller does with it later', () => {
    holds(value.map, (extra) => {
      const copy = structuredClone<{ [name: string]: unknown }>(extra);
      const merged = merge({}, copy);
      const before = JSON.stringify(merged);
      for (const name of Object.keys(copy)) delete copy[name];
      expect(JSON.stringify(merged)).toBe(before);
    });
  });
});
