import { describeWithPromtool, type InputSeries } from '../../mixins/support/promtool';
import { filledIn } from '../../mixins/support/queries';
import { complaintsOverTime, eventOf, FILLED_IN, fromTwo, series, STATE, type Samples } from './load-test-queries';

describeWithPromtool('an event of the load test', () => {
  test('is a change of the replicas, by their new number', () => {
    const desired = series(
      'kube_horizontalpodautoscaler_status_desired_replicas',
      `${STATE}, horizontalpodautoscaler="stock-service"`,
      '2x19 4x20',
    );

    expect(complaintsOverTime(eventOf('Scaling'), fromTwo([desired]), around({ '{replicas="4"}': 1 }))).toBe('');
  });

  test('is a restart, with its reason', () => {
    const labels = `${STATE}, pod="a", container="c"`;
    const input = [
      series('kube_pod_container_status_restarts_total', labels, '0x19 1x20'),
      series('kube_pod_container_status_last_terminated_reason', `${labels}, reason="OOMKilled"`, '1x40'),
    ];
    const event = { '{pod="a", container="c", reason="OOMKilled"}': 1 };

    expect(complaintsOverTime(eventOf('Restarts'), fromTwo(input), around(event))).toBe('');
  });

  test('is a rollout of the service, and of no other Deployment', () => {
    const created = (replicaset: string, values: string): InputSeries =>
      series('kube_replicaset_created', `${STATE}, replicaset="${replicaset}"`, values);
    const input = [
      created('stock-service-7d9c5b6f4d', '_x20 590x20'),
      created('stock-service-6c8b4a5e3c', '100x40'),
      created('stock-service-admin-5f6d7c8b9d', '_x20 590x20'),
      // comes back to view with a kube-state-metrics that was away
      created('stock-service-55bf8c9d7c', '100x5 stale _x13 100x20'),
    ];

    const event = { '{replicaset="stock-service-7d9c5b6f4d"}': 590 };
    expect(complaintsOverTime(eventOf('Deployments'), fromTwo(input), around(event))).toBe('');
  });

  // at most every two minutes, while the graph has a step of 30 seconds
  test.each([
    ['1m', 280],
    ['2m', 580],
  ])('is seen once when it is scraped every %s', (interval, created) => {
    const labels = `${STATE}, pod="a", container="c"`;
    const input = [
      series('kube_pod_container_status_restarts_total', labels, '0x4 1x20'),
      series('kube_pod_container_status_last_terminated_reason', `${labels}, reason="Error"`, '1x40'),
      series('kube_replicaset_created', `${STATE}, replicaset="stock-service-7d9c5b6f4d"`, `_x5 ${created}x20`),
      series(
        'kube_horizontalpodautoscaler_status_desired_replicas',
        `${STATE}, horizontalpodautoscaler="stock-service"`,
        '2x4 4x20',
      ),
    ];

    for (const name of ['Scaling', 'Restarts', 'Deployments']) {
      const seen = `count_over_time((${eventOf(name)})[20m:30s])`;
      expect(complaintsOverTime(`count(${seen} == 1)`, input, { '20m': { '{}': 1 } }, interval)).toBe('');
    }
  });

  test('is seen once when the graph has a coarse step', () => {
    const labels = `${STATE}, pod="a", container="c"`;
    const input = [
      series('kube_pod_container_status_restarts_total', labels, '0x13 1x40'),
      series('kube_pod_container_status_last_terminated_reason', `${labels}, reason="Error"`, '1x60'),
    ];
    const coarse = filledIn(eventOf('Restarts'), { ...FILLED_IN, __interval: '5m', __interval_ms: '300000' });

    expect(complaintsOverTime(`count(count_over_time((${coarse})[20m:5m]) == 1)`, input, { '20m': { '{}': 1 } })).toBe(
      '',
    );
  });
});

/** Nothing a step before, the event, nothing a step later. */
function around(event: Samples): { readonly [time: string]: Samples } {
  return { '9m30s': {}, '10m': event, '10m30s': {} };
}
