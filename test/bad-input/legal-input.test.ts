import { ODD_LINES } from './odd-texts';
import { LINES } from './places';

// the sidecar of Grafana makes a directory of it, and cdk8s writes an octal number without quotes; a title needs a letter
const NOT_EVERYWHERE: { readonly [place: string]: readonly string[] } = {
  'the annotation of a folder': [
    '0o17',
    '$__file{/x}',
    '...',
    '../..',
    'a/b',
    '~/x',
    '</script>',
    '.inf',
    '.nan',
    '.5',
  ],
  'the title of a dashboard': ['\u00a0'],
};

const CASES = LINES.flatMap((place) =>
  ODD_LINES.filter((text) => !(NOT_EVERYWHERE[place.name] ?? []).includes(text)).map(
    (text) => [place.name, text, place.arrives] as const,
  ),
);

describe('what is odd and legal passes unchanged', () => {
  test.each(CASES)('%s: %j', (_, text, arrives) => {
    expect(arrives(text)).toBe(text);
  });

  test('at least 60 texts, in every place', () => {
    expect(ODD_LINES.length).toBeGreaterThanOrEqual(60);
    expect(new Set(ODD_LINES).size).toBe(ODD_LINES.length);
  });
});
