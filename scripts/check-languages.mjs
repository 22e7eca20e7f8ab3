// Makes the Python, Java and Go packages of the library, in build/languages, and uses them as their users do:
//
//   the example of the language, in a fresh folder, synthesizes dist/ to the byte
//   the program of docs/languages.md synthesizes what its TypeScript does
//
//   node scripts/check-languages.mjs [--only python,java,go]
//
// Needs what a user of the language needs beside Node: Python 3.10, JDK 11 and Maven, or Go 1.25; and their registries.
// Nothing is installed outside build/languages and a folder for temporary files.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';

const GENERATOR = ['jsii-pacmak@1.140.0', 'jsii-rosetta@6.0.17'];

const LANGUAGES = {
  python: { tools: [['python3', '--version']], main: 'main.py', install: installPython },
  java: {
    tools: [
      ['javac', '-version'],
      ['mvn', '--version'],
    ],
    main: 'src/main/java/com/example/monitoring/Main.java',
    install: installJava,
  },
  go: { tools: [['go', 'version']], main: 'main.go', install: installGo },
};

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PACKAGES = join(ROOT, 'build/languages');
const PAGE = 'docs/languages.md';

const [major] = process.versions.node.split('.');
// jsii says in a banner what Node says by itself: which of its versions are no longer supported
const quiet = { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: major };

const scratch = mkdtempSync(join(tmpdir(), 'cdk8s-plg-languages-'));
try {
  const names = wanted();
  await requireTools(names);
  const expected = await prepare(names);
  const results = await Promise.allSettled(names.map((name) => check(name, expected)));
  for (const { reason } of results) if (reason !== undefined) fail(reason);
} catch (error) {
  fail(error);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function fail(error) {
  console.error(error.message);
  process.exitCode = 1;
}

function wanted() {
  const { values } = parseArgs({ options: { only: { type: 'string' } } });
  const all = Object.keys(LANGUAGES);
  const chosen = values.only?.split(',') ?? all;
  const areKnown = chosen.every((name) => all.includes(name));
  assert.ok(areKnown, `--only is '${values.only}'; it takes ${all.join(', ')}, separated by commas`);
  return chosen;
}

/** A language whose tools are missing fails, before anything is built. */
async function requireTools(chosen) {
  for (const [command, ...args] of chosen.flatMap((name) => LANGUAGES[name].tools)) {
    await run(ROOT, quiet, command, ...args).catch((error) => {
      throw new Error(
        `'${command}' does not run: install it, or name the other languages with --only\n${error.message}`,
      );
    });
  }
}

/** The assembly of jsii, its generator of packages, and what the programs must synthesize. */
async function prepare(names) {
  // the package holds what is below build/lib: nothing of an earlier build, and nothing that jsii believes to be there
  const packages = names.map((name) => `languages/${name}`);
  for (const old of ['lib', 'imports', 'tsconfig.tsbuildinfo', ...packages]) {
    rmSync(join(ROOT, 'build', old), { recursive: true, force: true });
  }
  await run(ROOT, quiet, 'npm', 'run', '--silent', 'jsii');
  await run(scratch, quiet, 'npm', 'install', '--prefix', scratch, '--no-audit', '--no-fund', '--silent', ...GENERATOR);
  // the examples find the packages where they find them in the project
  mkdirSync(join(scratch, 'build'));
  symlinkSync(PACKAGES, join(scratch, 'build/languages'));
  return { example: filesOf(join(ROOT, 'dist')), page: await synthesizedByPage() };
}

async function synthesizedByPage() {
  const folder = join(scratch, 'examples/typescript');
  const lib = JSON.stringify(join(ROOT, 'lib'));
  put(folder, 'main.ts', programOfPage('ts').replace("'cdk8s-plg'", lib));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  await run(folder, quiet, 'node', '--import', 'tsx', 'main.ts');
  return filesOf(join(folder, 'dist'));
}

async function check(name, expected) {
  const { install, main } = LANGUAGES[name];
  const start = performance.now();
  try {
    const folder = join(scratch, 'examples', name);
    cpSync(join(ROOT, 'examples', name), folder, { recursive: true });
    const environment = await install(folder);
    await checkSynthesis(folder, environment, expected.example, `examples/${name}`);

    const page = join(scratch, 'examples', `${name}-page`);
    cpSync(folder, page, { recursive: true });
    put(page, main, programOfPage(name));
    await checkSynthesis(page, environment, expected.page, `the program in ${PAGE}`);
  } catch (error) {
    throw new Error(`${name}: ${error.message}`, { cause: error });
  }
  console.log(`${name}: the bytes of dist/, ${Math.round((performance.now() - start) / 1000)} s`);
}

/** The wheel, and a virtual environment with it and cdk8s from PyPI. */
async function installPython(folder) {
  const wheels = join(PACKAGES, 'python');
  const venv = join(scratch, 'venv');
  const pip = join(venv, 'bin/pip');
  await generate('python', scratch, ['--code-only']);
  await run(folder, quiet, 'python3', '-m', 'venv', venv);
  await run(folder, quiet, pip, 'wheel', '--quiet', '--no-deps', '--wheel-dir', wheels, join(scratch, 'python'));
  await run(folder, quiet, pip, 'install', '--quiet', '--find-links', wheels, '--requirement', 'requirements.txt');
  return { ...quiet, PATH: `${join(venv, 'bin')}:${process.env.PATH}` };
}

/** A Maven repository with the package and the cdk8s packages that it is built on. */
async function installJava() {
  const local = join(scratch, 'm2');
  // the example is to find the packages in the repository, as it will on Maven Central
  const skipped = ['javadoc', 'source', 'install'].map((goal) => `-Dmaven.${goal}.skip=true`);
  const environment = { ...quiet, MAVEN_OPTS: skipped.join(' ') };
  await generate('java', PACKAGES, ['--recurse', '--maven-local-repository', local], environment);
  return { ...quiet, MAVEN_OPTS: `-Dmaven.repo.local=${local}` };
}

/** Go modules, for the `replace` directives of go.mod. */
async function installGo() {
  await generate('go', PACKAGES, ['--code-only', '--recurse']);
  return quiet;
}

/** Examples in docstrings are translated, too. */
function generate(language, outdir, options, environment = quiet) {
  const always = ['--no-npmignore', '--rosetta-unknown-snippets', 'translate'];
  const generator = join(scratch, 'node_modules/.bin/jsii-pacmak');
  return run(ROOT, environment, generator, ROOT, '--targets', language, '--outdir', outdir, ...always, ...options);
}

async function checkSynthesis(folder, environment, expected, program) {
  rmSync(join(folder, 'dist'), { recursive: true, force: true });
  await run(folder, environment, join(ROOT, 'node_modules/.bin/cdk8s'), 'synth', '--check-upgrade=false');
  const actual = filesOf(join(folder, 'dist'));
  const [files, expectedFiles] = [actual, expected].map((map) => [...map.keys()].join(', '));
  assert.ok(files === expectedFiles, `${program} writes ${files}, not ${expectedFiles}`);
  for (const [file, text] of expected) {
    const lines = actual.get(file).split('\n');
    const line = text.split('\n').findIndex((one, index) => one !== lines[index]);
    assert.ok(actual.get(file) === text, `${program} writes another ${file}: line ${line + 1} is '${lines[line]}'`);
  }
}

/** The first block of code of the page in the language. */
function programOfPage(language) {
  const page = readFileSync(join(ROOT, PAGE), 'utf8');
  const [, program] = new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'ms').exec(page) ?? [];
  assert.ok(program, `${PAGE} has no program in ${language}`);
  return program;
}

function filesOf(folder) {
  return new Map(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
}

function put(folder, file, text) {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** What a command says is shown when it fails. */
async function run(cwd, env, command, ...args) {
  try {
    await promisify(execFile)(command, args, { cwd, env, maxBuffer: 64 * 1024 * 1024 });
  } catch (error) {
    throw new Error(`${command} ${args.join(' ')}\n${error.stdout ?? ''}${error.stderr ?? error.message}`, {
      cause: error,
    });
  }
}
