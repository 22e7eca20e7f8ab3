import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import * as library from '../../lib';
import { codeBlocksOf, type CodeBlock, type Page } from './docs-page';
import { Manifests } from './manifests';

/** The blocks of a page that are whole programs: they import what they use and synthesize. */
export function synthesizingBlocksOf(page: Page): CodeBlock[] {
  return codeBlocksOf(page).filter(
    ({ language, lines, given }) =>
      language === 'ts' && given.length === 0 && lines.includes('app.synth();') && lines[0]?.startsWith('import '),
  );
}

/** Runs such a block and reads the manifests that it writes, by file. */
export function synthesized({ lines }: CodeBlock): ReadonlyMap<string, Manifests> {
  const module = ts.ModuleKind.CommonJS;
  const { outputText } = ts.transpileModule(lines.join('\n'), { compilerOptions: { module, esModuleInterop: true } });
  const folder = mkdtempSync(join(tmpdir(), 'cdk8s-plg-docs-'));
  const before = process.env['CDK8S_OUTDIR'];
  process.env['CDK8S_OUTDIR'] = folder;
  try {
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the programs of the pages are what is tested
    const program = new Function('require', 'exports', outputText) as (load: unknown, exports: object) => void;
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- so that their cdk8s is the one of the library
    program((name: string): unknown => (name === 'cdk8s-plg' ? library : require(name)), {});
    return new Map(
      readdirSync(folder).map((file) => [file, Manifests.fromYaml(readFileSync(join(folder, file), 'utf8'))]),
    );
  } finally {
    if (before === undefined) delete process.env['CDK8S_OUTDIR'];
    else process.env['CDK8S_OUTDIR'] = before;
    rmSync(folder, { recursive: true });
  }
}
