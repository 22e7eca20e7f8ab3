import { Progress, type Step } from '../../deploy/progress';
import type { Screen } from '../../deploy/screen';

const LOKI: Step = { title: 'StatefulSet monitoring/loki', text: '0 of 1 ready', isDone: false, why: [] };
const LOKI_READY: Step = { ...LOKI, text: '1 of 1 ready', isDone: true };
const STUCK: Step = { ...LOKI, why: ['pod loki-0: Unschedulable: 0/3 nodes are available'] };
const GRAFANA: Step = { title: 'Deployment monitoring/grafana', text: '1 of 1 ready', isDone: true, why: [] };

function shown(pictures: readonly (readonly Step[])[], terminal: Partial<Screen> = {}): string[] {
  const printed: string[] = [];
  const screen: Screen = {
    print: (text) => void printed.push(text),
    note: () => undefined,
    hasColors: false,
    ...terminal,
  };
  const progress = new Progress(screen);
  pictures.forEach((steps, index) => progress.show(steps, index * 10));
  return printed;
}

describe('the progress without a terminal', () => {
  test('is a line for each change, and none where nothing changes', () => {
    const lines = shown([
      [LOKI, GRAFANA],
      [LOKI, GRAFANA],
      [LOKI_READY, GRAFANA],
    ]);

    expect(lines).toEqual([
      '   0s  StatefulSet monitoring/loki: 0 of 1 ready\n',
      '   0s  Deployment monitoring/grafana: 1 of 1 ready\n',
      '  20s  StatefulSet monitoring/loki: 1 of 1 ready\n',
    ]);
  });

  test('says once why a workload does not go on', () => {
    const lines = shown([[STUCK], [STUCK]]);

    expect(lines).toEqual([
      '   0s  StatefulSet monitoring/loki: 0 of 1 ready\n',
      '   0s  StatefulSet monitoring/loki: pod loki-0: Unschedulable: 0/3 nodes are available\n',
    ]);
  });
});

describe('the progress on a terminal', () => {
  const terminal = { columns: 60, rows: 24 };

  test('is one line a workload, drawn over the lines of before', () => {
    const [first, second] = shown(
      [
        [LOKI, GRAFANA],
        [LOKI_READY, GRAFANA],
      ],
      terminal,
    );

    expect(first).toBe(
      '⠙ StatefulSet monitoring/loki  0 of 1 ready\x1b[K\n✔ Deployment monitoring/grafana  1 of 1 ready\x1b[K\n\x1b[J',
    );
    expect(second).toBe(
      '\x1b[2A✔ StatefulSet monitoring/loki  1 of 1 ready\x1b[K\n✔ Deployment monitoring/grafana  1 of 1 ready\x1b[K\n\x1b[J',
    );
  });

  test('goes up over the reasons of before as well', () => {
    const [, second] = shown([[STUCK], [LOKI_READY]], terminal);

    expect(second).toBe('\x1b[2A✔ StatefulSet monitoring/loki  1 of 1 ready\x1b[K\n\x1b[J');
  });

  test('never has a line that the terminal would wrap', () => {
    const [picture = ''] = shown([[STUCK]], { columns: 30, rows: 24 });

    expect(picture.split('\x1b[K\n')).toEqual([
      '! StatefulSet monitoring/lok…',
      '    pod loki-0: Unschedulabl…',
      '\x1b[J',
    ]);
  });

  test('leaves out what is ready where the terminal has too few rows', () => {
    const [picture = ''] = shown([[GRAFANA, GRAFANA, LOKI, GRAFANA]], { columns: 60, rows: 5 });

    expect(picture.split('\x1b[K\n')).toEqual([
      '⠙ StatefulSet monitoring/loki  0 of 1 ready',
      '  3 of 4 are ready',
      '\x1b[J',
    ]);
  });
});
