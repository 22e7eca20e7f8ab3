import { conflictLines } from './conflicts';
import { readableDiff } from './diff-text';
import { problemOf } from './explain';
import type { Kubectl } from './kubectl';
import { textFor, titleOf, type Manifest } from './manifests';
import { FIELD_MANAGER, planOf, type Plan } from './plan';
import { styled, type Screen, type Style } from './screen';
import type { Target } from './target';

/** Shows what applying would change. Exit code as kubectl diff: 0 nothing, 1 something. */
export async function diff(
  kubectl: Kubectl,
  target: Target,
  manifests: readonly Manifest[],
  screen: Screen,
): Promise<number> {
  const plan = await planOf(kubectl, target, manifests);
  for (const manifest of plan.created) screen.print(styled(screen, 'green', `+ ${titleOf(manifest)} (new)`) + '\n');
  if (plan.changed.length > 0) {
    // what the user has not yet decided is shown as well: nothing is stored
    const args = ['diff', '--server-side', '--force-conflicts', `--field-manager=${FIELD_MANAGER}`, '-f', '-'];
    const { code, stdout, stderr } = await kubectl.run(args, textFor(plan.changed));
    if (code > 1) throw problemOf(stderr, { target, manifests });
    screen.print(painted(readableDiff(stdout, plan.changed), screen));
  }
  if (plan.conflicts.length > 0) {
    const lines = ['', 'set by others since; npm run apply stops there:', ...conflictLines(plan.conflicts)];
    screen.note(styled(screen, 'yellow', lines.join('\n')) + '\n');
  }
  screen.note(`${summaryOf(plan)}\n`);
  return plan.created.length + plan.changed.length > 0 ? 1 : 0;
}

/** `2 new, 1 changed, 54 unchanged`, or that nothing differs. */
export function summaryOf({ created, changed, unchanged }: Plan): string {
  if (created.length + changed.length === 0) return `no difference in ${unchanged.length} objects`;
  return `${created.length} new, ${changed.length} changed, ${unchanged.length} unchanged`;
}

const STYLES: readonly (readonly [RegExp, Style])[] = [
  [/^(---|\+\+\+) .* \(in (the cluster|dist\/)\)$/, 'bold'],
  [/^@@ /, 'cyan'],
  [/^-/, 'red'],
  [/^\+/, 'green'],
];

function painted(text: string, screen: Screen): string {
  if (!screen.hasColors) return text;
  return text
    .split('\n')
    .map((line) => {
      const style = STYLES.find(([pattern]) => pattern.test(line))?.[1];
      return style === undefined ? line : styled(screen, style, line);
    })
    .join('\n');
}
