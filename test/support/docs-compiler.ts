import { existsSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { problemAt, ROOT } from './docs-page';
import type { DocsProgram, Exports } from './docs-programs';

/** What a fragment may use without an import, the first module before the others. */
const MODULES = ['cdk8s-plg', 'cdk8s', 'constructs'];

const UNUSED = [6133, 6192, 6196];

/** The names that the modules of the project export, by which fragments are completed. */
export function exportsOfModules(): Exports {
  const file = join(ROOT, 'docs', 'exports.ts');
  const text = MODULES.map((name, index) => `import * as m${index} from '${name}'; m${index};`).join('\n');
  const program = programOf(new Map([[file, text]]));
  const checker = program.getTypeChecker();
  const found = new Map<string, string>();
  for (const statement of program.getSourceFile(file)?.statements ?? []) {
    if (!ts.isImportDeclaration(statement)) continue;
    const module = checker.getSymbolAtLocation(statement.moduleSpecifier);
    const name = (statement.moduleSpecifier as ts.StringLiteral).text;
    for (const symbol of module ? checker.getExportsOfModule(module) : []) {
      if (!found.has(symbol.name)) found.set(symbol.name, name);
    }
  }
  return found;
}

/** What the compiler says of the programs, with the options of this project; `cdk8s-plg` is the library as it is here. */
export function typeProblems(programs: readonly DocsProgram[]): string[] {
  const files = new Map(programs.map((program, index) => [fileOf(program, index), program] as const));
  const texts = new Map([...files].map(([file, { lines }]) => [file, lines.join('\n')]));
  const program = programOf(texts);
  return [...files].flatMap(([file, { page }]) => {
    const source = program.getSourceFile(file);
    if (source === undefined) throw new Error(`${file} was not read`);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
      .filter((diagnostic) => !isUnusedValue(diagnostic, source))
      .map((diagnostic) =>
        problemAt(page, lineOf(diagnostic, source), ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ')),
      );
  });
}

/** Beside the page, so that relative imports are what they are for a reader who copies the block there. */
function fileOf({ page }: DocsProgram, index: number): string {
  return join(ROOT, `${page.path}.${index}.ts`);
}

function lineOf({ start = 0 }: ts.Diagnostic, source: ts.SourceFile): number {
  return source.getLineAndCharacterOfPosition(start).line + 1;
}

/** A page may stop after it declared something; a name that it imports in vain is a mistake. */
function isUnusedValue(diagnostic: ts.Diagnostic, source: ts.SourceFile): boolean {
  const { code, start = 0 } = diagnostic;
  const inImport = source.statements.some((one) => ts.isImportDeclaration(one) && one.pos <= start && start < one.end);
  // on the first line are the imports that were added to fragments
  return UNUSED.includes(code) && (!inImport || lineOf(diagnostic, source) === 1);
}

// parsed and bound once: two programs share what they read from disk
const sources = new Map<string, ts.SourceFile | undefined>();

function programOf(texts: ReadonlyMap<string, string>): ts.Program {
  const options = compilerOptions();
  const host = ts.createCompilerHost(options);
  const fromDisk = host.getSourceFile.bind(host);
  host.getSourceFile = (file, version) => {
    const text = texts.get(file);
    if (text !== undefined) return ts.createSourceFile(file, text, version, true);
    if (!sources.has(file)) sources.set(file, fromDisk(file, version));
    return sources.get(file);
  };
  host.fileExists = (file) => texts.has(file) || existsSync(file);
  return ts.createProgram([...texts.keys()], options, host);
}

function compilerOptions(): ts.CompilerOptions {
  const file = join(ROOT, 'tsconfig.json');
  const { config } = ts.readConfigFile(file, (path) => ts.sys.readFile(path));
  const { compilerOptions } = config as { readonly compilerOptions: object };
  const { options, errors } = ts.convertCompilerOptionsFromJson(
    { ...compilerOptions, noEmit: true, types: ['node'], paths: { 'cdk8s-plg': ['./lib/index.ts'] } },
    ROOT,
    file,
  );
  if (errors.length > 0) throw new Error(errors.map(({ messageText }) => JSON.stringify(messageText)).join('\n'));
  return options;
}
