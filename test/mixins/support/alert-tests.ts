import type { AlertCases } from './alert-cases';
import { describeWithPromtool } from './promtool';

/** What holds for all alerts: stands in the `describe` of the file that they are made in. */
// eslint-disable-next-line jest/no-export -- no test file: it has the tests that many files share
export function testAlerts(alerts: AlertCases): void {
  test('have a case each', () => {
    expect(alerts.unmatched()).toEqual([]);
  });

  test('say what is wrong and what to do, of labels that they have', () => {
    expect(alerts.speechless()).toEqual([]);
    expect(alerts.unknownLabels()).toEqual([]);
  });

  describeWithPromtool('asked of Prometheus', () => {
    test.each(alerts.situations)('$name', (situation) => {
      expect(alerts.complaints(situation)).toBe('');
    });
  });
}
