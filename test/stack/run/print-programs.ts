import { programTable } from './programs';

/** Before the first test: which programs are here, in which versions. */
export default function printPrograms(): void {
  process.stdout.write(`\n${programTable().join('\n')}\n`);
}
