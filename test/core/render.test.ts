import { parse } from 'yaml';
import { iniText, jsonText, yamlText, type ConfigValue } from '../../lib/core/render';

describe('yamlText', () => {
  test('keeps the order of keys and leaves out what is undefined, at any depth', () => {
    const text = yamlText('Test', { b: 1, a: undefined, c: { x: undefined, y: [{ z: undefined, w: 'on' }] } });

    expect(parse(text, { version: '1.1' })).toEqual({ b: 1, c: { y: [{ w: 'on' }] } });
    expect(text.indexOf('b:')).toBeLessThan(text.indexOf('c:'));
  });

  test.each([
    [{ a: NaN }, "[Test] 'config.a' is NaN; it must be a finite number"],
    [{ a: [Infinity] }, "[Test] 'config.a[0]' is Infinity; it must be a finite number"],
    [
      { a: new Date(0) },
      '[Test] \'config.a\' is "1970-01-01T00:00:00.000Z"; configuration is made of text, numbers, booleans, lists and maps',
    ],
    [
      { a: () => 1 },
      "[Test] 'config.a' is a function; configuration is made of text, numbers, booleans, lists and maps",
    ],
    [{ a: 10n }, "[Test] 'config.a' is a bigint; configuration is made of text, numbers, booleans, lists and maps"],
  ])('fails for what no configuration can hold', (config, message) => {
    expect(() => yamlText('Test', config as unknown as ConfigValue)).toThrow(message);
  });
});

describe('jsonText', () => {
  test('is JSON that ends with a line break, so that YAML shows it as a block', () => {
    expect(JSON.parse(jsonText('Test', { a: undefined, b: [1] }))).toEqual({ b: [1] });
    expect(jsonText('Test', {})).toBe('{}\n');
  });
});

describe('iniText', () => {
  test('writes sections in their order', () => {
    expect(iniText('Test', { server: { enable_gzip: false, root_url: 'http://x' }, log: { mode: 'console' } })).toBe(
      '[server]\nenable_gzip = false\nroot_url = http://x\n\n[log]\nmode = console\n',
    );
  });

  test('quotes what would begin a comment', () => {
    expect(iniText('Test', { a: { b: 'x;y#z' } })).toBe('[a]\nb = `x;y#z`\n');
  });

  test('fails for a value of two lines, which would become a setting of its own', () => {
    expect(() => iniText('Test', { a: { b: 'x\nadmin_password = y' } })).toThrow("[Test] the ini value of 'b' is");
    expect(() => iniText('Test', { 'a]': { b: 'x' } })).toThrow(
      "[Test] the ini key \"a]\" may hold letters, digits, '_', '-' and '.' alone",
    );
  });
});
