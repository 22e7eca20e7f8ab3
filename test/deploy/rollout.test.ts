import { rolloutOf } from '../../deploy/rollout';

function workload(kind: string, spec: any, status: any): any {
  return { kind, metadata: { generation: 2 }, spec, status: { observedGeneration: 2, ...status } };
}

describe('the rollout of a Deployment', () => {
  const spec = { replicas: 2 };
  const rows: [string, any, any][] = [
    ['has no pods yet', {}, [false, '0 of 2 updated']],
    ['starts its pods', { replicas: 2, updatedReplicas: 2, unavailableReplicas: 2 }, [false, '0 of 2 ready']],
    [
      'has old pods that serve while the new ones fail',
      { replicas: 3, updatedReplicas: 2, availableReplicas: 2, unavailableReplicas: 1 },
      [false, '1 old pod left, the new ones are not ready'],
    ],
    ['ends old pods', { replicas: 4, updatedReplicas: 2, availableReplicas: 4 }, [false, '2 old pods left']],
    ['is done', { replicas: 2, updatedReplicas: 2, availableReplicas: 2 }, [true, '2 of 2 ready']],
  ];

  test.each(rows)('%s', (_, status, expected) => {
    const { isDone, text } = rolloutOf(workload('Deployment', spec, status));

    expect([isDone, text]).toEqual(expected);
  });

  test('is not judged by a status from before the change', () => {
    const old = { observedGeneration: 1, replicas: 2, updatedReplicas: 2, availableReplicas: 2 };

    expect(rolloutOf(workload('Deployment', spec, old))).toEqual({ isDone: false, text: 'waits for its controller' });
  });

  test('that nobody scales is one pod', () => {
    const status = { replicas: 1, updatedReplicas: 1, availableReplicas: 1 };

    expect(rolloutOf(workload('Deployment', {}, status)).isDone).toBe(true);
  });

  test.each([
    ['ReplicaFailure', 'True', 'FailedCreate', 'violates PodSecurity'],
    ['Progressing', 'False', 'ProgressDeadlineExceeded', 'has timed out'],
    ['Progressing', 'Unknown', 'DeploymentPaused', 'is paused'],
  ])('complains with the condition %s=%s', (type, status, reason, message) => {
    const { complaint } = rolloutOf(workload('Deployment', spec, { conditions: [{ type, status, reason, message }] }));

    expect(complaint).toBe(`${reason}: ${message}`);
  });
});

describe('the rollout of a StatefulSet', () => {
  const spec = { replicas: 3, updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } } };
  const fresh = { currentRevision: 'a', updateRevision: 'a' };
  const update = { currentRevision: 'a', updateRevision: 'b' };

  test.each([
    ['starts', { ...fresh, updatedReplicas: 1, readyReplicas: 0 }, [false, '0 of 3 ready']],
    ['is done', { ...fresh, updatedReplicas: 3, readyReplicas: 3 }, [true, '3 of 3 ready']],
    ['replaces its pods', { ...update, updatedReplicas: 1, readyReplicas: 3 }, [false, '1 of 3 updated']],
    ['waits for the last one', { ...update, updatedReplicas: 3, readyReplicas: 2 }, [false, '2 of 3 ready']],
  ])('%s', (_, status, expected) => {
    const { isDone, text } = rolloutOf(workload('StatefulSet', spec, status));

    expect([isDone, text]).toEqual(expected);
  });

  test('is done at its partition', () => {
    const partitioned = { replicas: 3, updateStrategy: { rollingUpdate: { partition: 2 } } };

    expect(
      rolloutOf(workload('StatefulSet', partitioned, { ...update, updatedReplicas: 1, readyReplicas: 3 })).isDone,
    ).toBe(true);
  });

  test('is not waited for when its pods are replaced by hand', () => {
    expect(rolloutOf(workload('StatefulSet', { updateStrategy: { type: 'OnDelete' } }, update))).toEqual({
      isDone: true,
      text: 'takes a change when its pods are deleted',
    });
  });
});

describe('the rollout of a DaemonSet', () => {
  test.each([
    ['replaces its pods', [3, 1, 3], [false, '1 of 3 updated']],
    ['starts its pods', [3, 3, 2], [false, '2 of 3 ready']],
    ['is done', [3, 3, 3], [true, '3 of 3 ready']],
    ['has no node', [0, 0, 0], [true, 'no node takes it']],
  ])('%s', (_, [desiredNumberScheduled, updatedNumberScheduled, numberAvailable], expected) => {
    const status = { desiredNumberScheduled, updatedNumberScheduled, numberAvailable };

    const { isDone, text } = rolloutOf(workload('DaemonSet', {}, status));

    expect([isDone, text]).toEqual(expected);
  });
});
