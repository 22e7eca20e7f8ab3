import { createInterface } from 'node:readline';
import { run } from './run';
import type { Screen } from './screen';

const STOPPED = 130;

const argv = process.argv.slice(2);
const isRedrawn = process.stdout.isTTY && process.env['TERM'] !== 'dumb';
const controller = new AbortController();

const screen: Screen = {
  print: (text) => void process.stdout.write(text),
  note: (text) => void process.stderr.write(text),
  get columns() {
    return isRedrawn ? process.stdout.columns || 80 : undefined;
  },
  get rows() {
    return process.stdout.rows || 24;
  },
  ask: process.stdin.isTTY && process.stderr.isTTY ? ask : undefined,
  hasColors: isRedrawn && (process.env['NO_COLOR'] ?? '') === '',
};

function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  return new Promise((resolve) => {
    lines.on('SIGINT', stop);
    // Ctrl-D says nothing, and so not yes
    lines.on('close', () => {
      process.stderr.write('\n');
      resolve('');
    });
    lines.question(question, (answer) => {
      resolve(answer);
      lines.close();
    });
  });
}

/** Nothing is half done that a second run would not finish. */
function stop(): void {
  controller.abort();
  const rest = argv[0] === 'apply' ? '; what was applied stays, and this can be run again at any time' : '';
  process.stderr.write(`\nstopped${rest}\n`);
  process.exit(STOPPED);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
// `npm run diff | head` has read enough
process.stdout.on('error', () => process.exit(STOPPED));

// npm starts its scripts in the folder of package.json
const surroundings = { folder: process.cwd(), screen, signal: controller.signal };

void run(argv, surroundings).then((code) => {
  process.exitCode = code;
});
