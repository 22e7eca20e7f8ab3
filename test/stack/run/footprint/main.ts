import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { programTable } from '../programs';
import { measured } from './measure';
import { profileSection } from './page';
import { PROFILES } from './profiles';

const PAGE = join(__dirname, '../../../../docs/footprint.md');

const DEFAULT_MINUTES = 5;

/** `npm run footprint [-- MINUTES]`: measures every profile and writes docs/footprint.md. */
async function main(args: readonly string[]): Promise<void> {
  const minutes = Number(args[0] ?? DEFAULT_MINUTES);
  process.stdout.write(`${programTable().join('\n')}\n`);
  const sections: string[] = [];
  for (const profile of PROFILES) {
    process.stdout.write(`${profile.name}: 2 x ${minutes} minutes\n`);
    sections.push(profileSection(await measured(profile, minutes)));
  }
  writeFileSync(PAGE, `${introduction(minutes)}\n${sections.join('\n')}`);
}

function introduction(minutes: number): string {
  const machine = `${cpus().length} processors, ${Math.round(totalmem() / 2 ** 30)} GiB`;
  return `# Memory and processor time

Every container of the synthesized stack, run as a process with its own arguments, variables, files and memory limit, on three
nodes with 60 pods. \`npm run footprint\` measures anew and writes this page; [testing.md](testing.md) says what it needs.

- Memory is the working set of a control group of the container's own, which is what \`kubectl top\` shows and the kubelet evicts by.
  Each process runs a copy of its program, as each image does on its node. Averages are those of the largest pod of a kind.
- At rest for ${minutes} minutes: every other pod logs a line each ten seconds, the shop gets a request a second.
- Under load for ${minutes} minutes: every other pod logs 20 lines a second, each pod of the shop gets 50 requests a second, and nine
  queries, some of them over all logs, are asked every ten seconds.
- The guide's figures are what it shows of \`kubectl top pods\`, on machines of its own.
- This machine: ${machine}. Processor time is that of a machine that ran all nodes and the load at once.
`;
}

void main(process.argv.slice(2));
