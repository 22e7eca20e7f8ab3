import { parseArgs } from 'node:util';
import { Problem } from './problem';

export type Command = 'diff' | 'apply';

export interface Options {
  readonly command: Command;
  readonly help: boolean;
  /** The context to use in place of the current one; naming it says that it is meant. */
  readonly context?: string;
  readonly yes: boolean;
  readonly forceConflicts: boolean;
  readonly timeoutSeconds: number;
}

// a first apply pulls a dozen images; a slow line takes minutes for that
const DEFAULT_TIMEOUT = '10m';

const COMMON = { context: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const;
const APPLY = {
  ...COMMON,
  yes: { type: 'boolean', short: 'y' },
  'force-conflicts': { type: 'boolean' },
  timeout: { type: 'string' },
} as const;

const USAGE: { readonly [command in Command]: string } = {
  diff: `npm run diff -- [options]

Synthesizes dist/ and shows what applying it would change in the cluster. Changes nothing.

  --context NAME      a context of the kubeconfig in place of the current one

Exit code: 0 no difference, 1 differences, 2 it could not be found out.
`,
  apply: `npm run apply -- [options]

Synthesizes dist/, applies it on the server side as field manager 'cdk8s-plg', and waits until everything runs.

  --context NAME      a context of the kubeconfig in place of the current one
  --yes, -y           do not ask before applying to a cluster that does not look local
  --timeout TIME      how long to wait for the rollouts, such as 90s, 5m or 1h; ${DEFAULT_TIMEOUT} unless given
  --force-conflicts   also set the fields that others have set since: what they set is lost. Without it, apply
                      stops before it changes anything and names each such field and who has set it.

Exit code: 0 applied and running, 1 not, 130 stopped with Ctrl-C.
`,
};

/** What was asked for on the command line. */
export function parseOptions(argv: readonly string[]): Options {
  const [command, ...rest] = argv;
  if (command !== 'diff' && command !== 'apply')
    throw new Problem(`'${command ?? ''}' is no command; use npm run diff or npm run apply`);
  const values = parsed(command, rest);
  const { context, timeout = DEFAULT_TIMEOUT } = values;
  if (context === '') throw new Problem('--context is empty; `kubectl config get-contexts` lists the names');
  return {
    command,
    help: values.help ?? false,
    context,
    yes: values.yes ?? false,
    forceConflicts: values['force-conflicts'] ?? false,
    timeoutSeconds: secondsOf(timeout),
  };
}

export function usage(command: Command): string {
  return USAGE[command];
}

interface Values {
  readonly context?: string;
  readonly help?: boolean;
  readonly yes?: boolean;
  readonly 'force-conflicts'?: boolean;
  readonly timeout?: string;
}

function parsed(command: Command, args: readonly string[]): Values {
  try {
    return parseArgs({ args: [...args], options: command === 'diff' ? COMMON : APPLY }).values;
  } catch (error) {
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split(/\. |\n/);
    throw new Problem(`${reason}\n\n${usage(command)}`);
  }
}

function secondsOf(text: string): number {
  const unit = { s: 1, m: 60, h: 3600 };
  const parts = /^(?:\d+[hms])+$/.test(text) ? [...text.matchAll(/(\d+)([hms])/g)] : [];
  const seconds = parts.reduce((sum, [, count, letter]) => sum + Number(count) * unit[letter as keyof typeof unit], 0);
  if (seconds < 1) throw new Problem(`--timeout is '${text}'; it must be a time such as 90s, 5m or 1h30m, at least 1s`);
  return seconds;
}
