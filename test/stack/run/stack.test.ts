import { PrometheusClient } from './clients';
import { describeWithAll } from './programs';
import { RunningStack } from './running-stack';
import { eventually } from './until';

describeWithAll(['prometheus'], 'the stack of dist/ as processes', () => {
  const stack = new RunningStack();

  beforeAll(() => stack.start(), 240_000);
  afterAll(() => stack.stop(), 120_000);

  test('Prometheus reads every container that runs', async () => {
    const prometheus = new PrometheusClient(stack.container('prometheus').url());
    const running = stack.containers.map(({ container }) => container.name as string);

    const { activeTargets } = await eventually(
      'every target was scraped',
      () => prometheus.get('targets'),
      ({ activeTargets: targets }) => targets.every(({ health }: any) => health !== 'unknown'),
    );

    const failing = activeTargets.filter(
      ({ health, labels }: any) => health !== 'up' && running.includes(labels.container),
    );
    expect(failing.map(({ scrapeUrl, lastError }: any) => `${scrapeUrl}: ${lastError}`)).toEqual([]);
  }, 120_000);
});
