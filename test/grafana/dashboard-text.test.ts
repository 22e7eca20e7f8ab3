import { dashboardText } from '../../lib/grafana/dashboard-text';
import { readYamlDocument } from '../support/kubectl-yaml';
import { Yaml } from 'cdk8s';

const model = {
  uid: 'checkout',
  title: 'Checkout',
  panels: [
    { id: 1, title: 'Orders' },
    { id: 2, title: 'Errors' },
  ],
  templating: { list: [] },
  tags: [],
};

describe('the text of a dashboard', () => {
  test('says what the model says', () => {
    expect(JSON.parse(dashboardText(model))).toEqual(model);
  });

  test('has one line for each panel and ends with a line break', () => {
    const lines = dashboardText(model).split('\n');

    expect(lines).toContain('{"id":1,"title":"Orders"},');
    expect(lines).toContain('{"id":2,"title":"Errors"}');
    expect(lines.at(-1)).toBe('');
  });

  test('leaves out what is undefined, and keeps the order of the keys', () => {
    const text = dashboardText({ ...model, description: undefined, refresh: '30s' });

    expect(Object.keys(JSON.parse(text) as object)).toEqual([
      'uid',
      'title',
      'panels',
      'templating',
      'tags',
      'refresh',
    ]);
  });

  test.each([
    ['line breaks of Unicode', 'a\u0085b\u2028c\u2029d'],
    ['control characters', 'a\u0000\u0007\u001b\u007f\u009fb'],
    ['a byte order mark', '\ufeffstart'],
    ['what is no character', '\ufffe\uffff'],
    ['half a character', '\ud83d'],
    ['whole ones', '타임딜 🎉 é'],
    ['blanks at the ends', '  a\t '],
    ['text like YAML', '- a: b # c\n---\n%TAG'],
  ])('comes through YAML unchanged with %s', (_, title) => {
    const written = { ...model, title };

    const { text } = readYamlDocument(Yaml.stringify({ text: dashboardText(written) })) as { text: string };

    expect(text).toBe(dashboardText(written));
    expect(JSON.parse(text)).toEqual(written);
  });
});
