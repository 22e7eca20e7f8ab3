import { LINES, TEXTS } from '../bad-input/places';
import { anyText } from './arbitraries';
import { holds, unlessRefused } from './property';

describe('a text that is taken arrives as it is, read as kubectl reads YAML', () => {
  test.each([...LINES, ...TEXTS])('$name', ({ arrives }) => {
    holds(
      anyText,
      (text) => {
        const arrived = unlessRefused(() => arrives(text));
        if (arrived === undefined) return;
        expect(arrived).toBe(text);
      },
      { numRuns: 60 },
    );
  });
});
