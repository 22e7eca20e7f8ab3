import { Endpoint } from '../../lib/core/endpoint';
import { Alloy } from '../../lib/log-agents/alloy';
import { alloyExtra } from '../../lib/log-agents/alloy-extra';
import { LogAgent } from '../../lib/log-agents/log-agent';
import { manifestsOf, testChart, type Manifests } from '../support/manifests';
import { readAlloy } from './alloy-reader';

const OURS = [{ name: 'logging' }, { name: 'loki.write', label: 'loki' }];

const added = (text: string): string => alloyExtra('Test', text, OURS);

describe('what is added to a configuration of Alloy', () => {
  test('follows ours after an empty line, without blank lines of its own', () => {
    expect(added('\n\n  livedebugging {\n    enabled = true\n  }\n\n')).toBe(
      '\nlivedebugging {\n    enabled = true\n  }\n',
    );
  });

  test('is nothing where nothing is said', () => {
    expect(alloyExtra('Test', undefined, OURS)).toBe('');
    expect(added(' \n ')).toBe('');
  });

  test.each([
    ['another label', 'loki.write "audit" { }'],
    ['another component of that label', 'loki.process "loki" { }'],
    ['a block within another', 'declare "both" {\n  loki.write "loki" { }\n  logging { }\n}'],
    ['a comment', '// loki.write "loki" {\n/* logging {\n} */'],
    ['a text', 'local.file "x" {\n  filename = "loki.write \\"loki\\" {"\n}'],
    ['a raw text', 'local.file "x" {\n  filename = `logging {\n " \\`\n}'],
    ['a map', 'local.file "x" {\n  y = { logging = { a = [1, (2)] } }\n}'],
    ['names that every object has', 'constructor "toString" {\n  hasOwnProperty = 1 / 2 // {\n}'],
    ['lines of Windows', 'livedebugging {\r\n  enabled = true // {\r\n}'],
  ])('may hold %s', (_, text) => {
    expect(added(text)).toBe(`\n${text}\n`);
  });

  test.each([
    ['loki.write "loki" { }', 'loki.write "loki" in line 1', 'give it another label'],
    ['// ours:\nloki.write\t"loki"{\n}', 'loki.write "loki" in line 2', 'give it another label'],
    ['livedebugging { }\n\nlogging {\n  level = "debug"\n}', 'logging in line 3', 'leave it out'],
    ['/* a\nb */ logging { }', 'logging in line 2', 'leave it out'],
  ])('fails for a block that is declared already: %j', (text, block, mend) => {
    expect(() => added(text)).toThrow(
      new Error(`[Test] 'extraConfig' declares ${block}, which this library declares already; ${mend}`),
    );
  });

  test.each([
    ['a {\n  b {\n', "does not close the '{' of line 1"],
    ['a {\n}\nb "c" {\n  d = [1, 2\n', "does not close the '{' of line 3"],
    ['a {\n  b = [1, 2}\n}', "closes with '}' in line 2 the '[' of line 2"],
    ['a { }\n}', "closes with '}' in line 2 what nothing opened"],
    ['a {\n  b = "c\n}', 'has a string without an end in line 2'],
    ['a {\n  b = "c\\"\n}', 'has a string without an end in line 2'],
    ['a {\n  b = `c\n}', 'has a string without an end in line 2'],
    ['a { }\n/* b', 'has a comment without an end in line 2'],
  ])('fails for what has no end: %j', (text, message) => {
    expect(() => added(text)).toThrow(new Error(`[Test] 'extraConfig' ${message}`));
  });

  test('fails for what is no text', () => {
    expect(() => added({ logging: {} } as unknown as string)).toThrow(
      new Error(`[Test] 'extraConfig' is {"logging":{}}; it must be text in Alloy's own syntax`),
    );
  });
});

describe('Alloy with configuration of its own', () => {
  const loki = new Endpoint({ service: 'loki', namespace: 'monitoring', port: 3100 });
  const EVENTS = `
    loki.source.kubernetes_events "cluster" {
      forward_to = [loki.write.loki.receiver]
    }
  `;
  const configured = (extraConfig?: string): Manifests => {
    const chart = testChart();
    LogAgent.alloy(extraConfig === undefined ? {} : { extraConfig })._create(chart, 'LogAgent', { loki });
    return manifestsOf(chart);
  };
  const blocksOf = (manifests: Manifests) => readAlloy(manifests.text('ConfigMap', 'alloy', 'config.alloy'));
  const checksumOf = (manifests: Manifests): string =>
    manifests.one('DaemonSet')['spec'].template.metadata.annotations['checksum/alloy'];

  test('has the blocks of both, ours first, and restarts for them', () => {
    const [plain, more] = [configured(), configured(EVENTS)];
    const { name, label, attributes } = blocksOf(more).at(-1)!;

    expect(blocksOf(more).slice(0, -1)).toEqual(blocksOf(plain));
    expect([name, label]).toEqual(['loki.source.kubernetes_events', 'cluster']);
    expect(JSON.stringify(attributes)).toContain('loki.write.loki.receiver');
    expect(checksumOf(more)).not.toBe(checksumOf(plain));
  });

  test('fails at once for each block that this library declares', () => {
    const twins = blocksOf(configured()).map(({ name, label }) => (label === undefined ? name : `${name} "${label}"`));

    expect(twins.length).toBeGreaterThan(5);
    for (const twin of twins) {
      expect(() => new Alloy(testChart(), 'Alloy', { loki, extraConfig: `${twin} { }` })).toThrow(
        `[test/Alloy] 'extraConfig' declares ${twin} in line 1, which this library declares already; `,
      );
    }
  });
});
