import { describeWithPromtool, type InputSeries } from '../../mixins/support/promtool';
import { complaints, complaintsOverTime, fromTwo, query, series, STATE } from './load-test-queries';

describeWithPromtool('the graph of restarts', () => {
  const restarts = (pod: string, values: string): InputSeries =>
    series('kube_pod_container_status_restarts_total', `${STATE}, pod="${pod}", container="c"`, values);
  const reason = (pod: string, text: string, values = '1x40'): InputSeries =>
    series(
      'kube_pod_container_status_last_terminated_reason',
      `${STATE}, pod="${pod}", container="c", reason="${text}"`,
      values,
    );
  const byReason = query('Restarts by reason');

  test('counts each one once, in the step in which it was seen, by its reason', () => {
    const input = [
      restarts('a', '0x19 2x20'),
      reason('a', 'OOMKilled', '_x20 1x20'),
      restarts('b', '5x19 6x20'),
      reason('b', 'OOMKilled'),
      restarts('c', '5x19 6x20'),
      reason('c', 'Error'),
      restarts('d', '5x40'),
      reason('d', 'Completed'),
    ];
    const expected = {
      '9m30s': { '{reason="none"}': 0 },
      '10m': { '{reason="OOMKilled"}': 3, '{reason="Error"}': 1 },
      '10m30s': { '{reason="none"}': 0 },
    };

    expect(complaintsOverTime(byReason, input, expected)).toBe('');
    expect(complaintsOverTime(byReason, fromTwo(input), expected)).toBe('');
  });

  test('counts a restart of which nobody says the reason, or two kube-state-metrics another one each', () => {
    const [first, second] = [reason('a', 'Error'), reason('a', 'OOMKilled')];

    expect(complaints(byReason, [restarts('a', '0x19 1x20')], { '{reason="unknown"}': 1 })).toBe('');
    expect(complaints(`sum(${byReason})`, [restarts('a', '0x19 1x20'), first, second], { '{}': 1 })).toBe('');
  });

  test('shows none before there is any pod', () => {
    expect(complaints(byReason, [], { '{reason="none"}': 0 })).toBe('');
  });
});
