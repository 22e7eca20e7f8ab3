import type { PublicCall } from './public-call';
import { PUBLIC_CALLS } from './public-calls';

/** What stands in the place of a value, and is of another kind than it. */
const WRONG: readonly unknown[] = [null, 'wrong kind', 7, true, {}, [], [null], { wrong: 'kind' }, () => 'wrong'];

/** A place among the arguments of a call. */
type Path = readonly (string | number)[];

interface Attempt {
  readonly at: string;
  readonly args: readonly unknown[];
  readonly call: PublicCall;
  readonly wrong: unknown;
}

const isPlain = (value: unknown): value is { [key: string]: unknown } =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** The places of a value and of all that it holds. */
function placesOf(value: unknown, path: Path = []): Path[] {
  if (Array.isArray(value)) return [path, ...value.flatMap((item, index) => placesOf(item, [...path, index]))];
  if (!isPlain(value)) return [path];
  return [path, ...Object.keys(value).flatMap((key) => placesOf(value[key], [...path, key]))];
}

function valueAt(value: any, path: Path): unknown {
  return path.reduce((inner, key) => inner[key], value);
}

function replaced(value: any, [key, ...rest]: Path, by: unknown): any {
  if (key === undefined) return by;
  if (Array.isArray(value)) return value.map((item, index) => (index === key ? replaced(item, rest, by) : item));
  return { ...value, [key]: replaced(value[key], rest, by) };
}

const kindOf = (value: unknown): string =>
  Array.isArray(value)
    ? 'list'
    : isPlain(value)
      ? 'map'
      : value === null
        ? 'null'
        : typeof value === 'object'
          ? 'class'
          : typeof value;

const show = (value: unknown): string => (typeof value === 'function' ? 'a function' : JSON.stringify(value));

function attemptsOf(call: PublicCall): Attempt[] {
  const args = call.args();
  return placesOf(args)
    .filter((path) => path.length > 0 && valueAt(args, path) !== undefined)
    .flatMap((path) =>
      WRONG.filter((wrong) => kindOf(wrong) !== kindOf(valueAt(args, path))).map((wrong) => ({
        at: `${call.name} ${path.join('.')} = ${show(wrong)}`,
        args: replaced(args, path, wrong),
        call,
        wrong,
      })),
    );
}

/** What becomes of an attempt that is not refused by name; undefined for a refusal as it is to be. */
function slip({ at, args, call }: Attempt): string | undefined {
  try {
    call.call(...args);
  } catch (error) {
    const { message } = error as Error;
    return /^\[[^\n]+\] [^\n]+$/.test(message) ? undefined : `${at}: ${message}`;
  }
  return `${at}: taken`;
}

describe('what is of another kind than a prop is refused by name', () => {
  test.each(PUBLIC_CALLS.map((call) => [call.name, call] as const))('%s', (_, call) => {
    expect(() => call.call(...call.args())).not.toThrow();
    expect(
      attemptsOf(call)
        .map(slip)
        .filter((text) => text !== undefined),
    ).toEqual([]);
  });
});
