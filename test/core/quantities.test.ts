import { Duration, Size } from 'cdk8s';
import { quantityValue } from '../../lib/core/quantity';
import { ComputeResources } from '../../lib/core/resources';
import { checkDuration, goDuration, prometheusDuration, sizeQuantity } from '../../lib/core/units';

describe('quantityValue', () => {
  // the grammar of k8s.io/apimachinery/pkg/api/resource
  test.each([
    ['0', 0],
    ['100m', 0.1],
    ['1.5', 1.5],
    ['1e3', 1000],
    ['12E2', 1200],
    ['2k', 2000],
    ['5E', 5e18],
    ['.5Gi', 2 ** 29],
    ['256Mi', 268_435_456],
    ['+1Ki', 1024],
  ])('reads %s', (text, value) => {
    expect(quantityValue(text)).toBeCloseTo(value);
  });

  test.each(['', '256MB', '1 Gi', '1.5.0Gi', 'NaN', 'ten', '-1', '1K', '1mi', '0x10', '1e', 'Gi', '1_000'])(
    'finds no quantity in %j',
    (text) => {
      expect(quantityValue(text)).toBeUndefined();
    },
  );
});

describe('ComputeResources', () => {
  test('gives requests and limits in the form of a container', () => {
    const resources = new ComputeResources({ cpuRequest: '100m', memoryRequest: '256Mi', memoryLimit: '512Mi' });

    expect(JSON.parse(JSON.stringify(resources._toKube()))).toEqual({
      requests: { cpu: { value: '100m' }, memory: { value: '256Mi' } },
      limits: { memory: { value: '512Mi' } },
    });
  });

  test('gives Go programs nine tenths of the memory limit', () => {
    expect(new ComputeResources({ memoryLimit: '1Gi' })._goMemoryLimit()).toBe('921MiB');
    expect(new ComputeResources({ memoryRequest: '1Gi' })._goMemoryLimit()).toBeUndefined();
  });

  test('fails for memory in units that Kubernetes does not know', () => {
    expect(() => new ComputeResources({ memoryRequest: '256MB' })).toThrow(
      "[ComputeResources] 'memoryRequest' is \"256MB\"; it must be a Kubernetes quantity of bytes, such as '256Mi' or '1Gi'",
    );
  });

  test.each(['256m', '0', '-1Gi', '', '1 Gi', 'lots'])('fails for the memory %j', (memoryLimit) => {
    expect(() => new ComputeResources({ memoryLimit })).toThrow(/^\[ComputeResources\] 'memoryLimit' is /);
  });

  test.each(['0', '0.0001', 'one', '100M', '1 core', '-1'])('fails for the CPU %j', (cpuRequest) => {
    expect(() => new ComputeResources({ cpuRequest })).toThrow(
      `[ComputeResources] 'cpuRequest' is ${JSON.stringify(cpuRequest)}; it must be a Kubernetes quantity of CPU, such as '100m' or '2'`,
    );
  });

  test('fails for a request above its limit, in whatever units', () => {
    expect(() => new ComputeResources({ memoryRequest: '1Gi', memoryLimit: '1000Mi' })).toThrow(
      '[ComputeResources] \'memoryRequest\' is "1Gi"; it must be at most \'memoryLimit\', which is "1000Mi"',
    );
    expect(() => new ComputeResources({ cpuRequest: '1500m', cpuLimit: '1' })).toThrow(/'cpuRequest' is "1500m"/);
    expect(() => new ComputeResources({ memoryRequest: '1Gi', memoryLimit: '1024Mi' })).not.toThrow();
  });
});

describe('durations and sizes', () => {
  test.each([
    [Duration.hours(6), '6h', '6h'],
    [Duration.days(7), '7d', '168h'],
    [Duration.minutes(90), '1h30m', '1h30m'],
    [Duration.seconds(30), '30s', '30s'],
    [Duration.millis(1500), '1s500ms', '1s500ms'],
    [Duration.days(1.5), '1d12h', '36h'],
  ])('writes %s as Prometheus and as Go read it', (duration, prometheus, go) => {
    expect(prometheusDuration(duration)).toBe(prometheus);
    expect(goDuration(duration)).toBe(go);
  });

  test.each([
    [Size.gibibytes(10), '10Gi'],
    [Size.mebibytes(2048), '2Gi'],
    [Size.mebibytes(100), '100Mi'],
    [Size.kibibytes(1500), '1500Ki'],
    [Size.tebibytes(1), '1Ti'],
  ])('writes a size in the largest unit that keeps it whole', (size, quantity) => {
    expect(sizeQuantity(size)).toBe(quantity);
  });

  test('fails for text in place of a duration, whatever its unit', () => {
    const text = '6 fortnights' as unknown as Duration;

    expect(() => checkDuration('Prometheus', 'retention', text)).toThrow(
      '[Prometheus] \'retention\' is "6 fortnights"; it must be a Duration, such as Duration.hours(6) or Duration.seconds(30)',
    );
  });

  test('fails for no time at all, for parts of a millisecond, and outside of the limits', () => {
    const limits = { min: Duration.hours(2), max: Duration.days(10), why: 'the length of one block' };

    expect(() => checkDuration('P', 'd', Duration.seconds(0))).toThrow(
      "[P] 'd' is 0s; it must be longer than 0, in whole milliseconds",
    );
    expect(() => checkDuration('P', 'd', Duration.millis(0.5))).toThrow(/in whole milliseconds/);
    expect(() => checkDuration('P', 'd', Duration.hours(1), limits)).toThrow(
      "[P] 'd' is 1h; it must be at least 2h, the length of one block",
    );
    expect(() => checkDuration('P', 'd', Duration.days(11), limits)).toThrow(
      "[P] 'd' is 11d; it must be at most 10d, the length of one block",
    );
    expect(() => checkDuration('P', 'd', Duration.days(10), limits)).not.toThrow();
  });
});
