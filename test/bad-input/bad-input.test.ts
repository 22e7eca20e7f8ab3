import { CANNOT_ARISE, CLASSES, GROUPS, LEGAL } from './classes';

const CASES = Object.values(GROUPS).flat();

describe.each(Object.entries(GROUPS))('refuses what is bad: %s', (_, cases) => {
  test.each(cases)('class %i: %s', (_inClass, _what, code, message) => {
    expect(code).toThrow(new Error(message));
  });
});

describe('the index of bad input', () => {
  test('has cases for every class, or says why it cannot arise', () => {
    const refused = CASES.map(([inClass]) => inClass);
    const known = [...new Set([...refused, ...LEGAL, ...Object.keys(CANNOT_ARISE).map(Number)])];

    expect(known.sort((a, b) => a - b)).toEqual(Array.from({ length: CLASSES }, (_, index) => index + 1));
  });

  test('says of no class that it cannot arise, and shows that it does', () => {
    const both = CASES.filter(([inClass]) => inClass in CANNOT_ARISE);

    expect(both).toEqual([]);
  });

  test('has at least 150 cases, each but once', () => {
    expect(CASES.length).toBeGreaterThanOrEqual(150);
    expect(new Set(CASES.map(([inClass, what]) => `${inClass} ${what}`)).size).toBe(CASES.length);
  });

  test('names in every message who refuses, or which object of a manifest is meant', () => {
    const form =
      /^\[[^\]]+\] |^(Failed serializing construct|Validation failed)[^]*\[[\w/]+\] |^high [\w-]+: \w+ shop\//;

    expect(CASES.map(([, , , message]) => message).filter((message) => !form.test(message))).toEqual([]);
  });

  test('shows no password in any message', () => {
    const texts = CASES.map(([, , code]) => messageOf(code));

    expect(texts.filter((text) => text.includes('hunter2'))).toEqual([]);
  });
});

function messageOf(code: () => unknown): string {
  try {
    code();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}
