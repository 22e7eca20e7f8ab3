// Packs the package and uses the tarball as its users do, each time in a fresh project:
//
//   template  the project that `cdk8s init typescript-app` makes: its tsconfig.json, ts-node, TypeScript and cdk8s-plus
//   plugin    the validation plugin of the CLI, over an app with a fault
//   plus      an ECMAScript module with the cdk8s-plus libraries of six versions of Kubernetes side by side
//
// Needs npm's registry.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const EXAMPLE = 'examples/checkout/main.ts';
const TYPES_CHECKER = '@arethetypeswrong/cli@0.18.5';

const scratch = mkdtempSync(join(tmpdir(), 'cdk8s-plg-package-'));
try {
  const tarball = pack();
  lint(tarball);
  checkTemplate(install('template', tarball));
  checkPlus(install('plus', tarball));
  checkPlugin(tarball);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function run(folder, command, ...args) {
  return execFileSync(command, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

function pack() {
  const [{ filename, size, unpackedSize }] = JSON.parse(
    run(ROOT, 'npm', 'pack', '--json', '--foreground-scripts=false', '--pack-destination', scratch),
  );
  console.log(`${filename}: ${megabytes(size)} MB (${megabytes(unpackedSize)} MB unpacked)`);
  checkReadme([size, unpackedSize]);
  return join(scratch, filename);
}

/** README tells the size to within a tenth. */
function checkReadme(sizes) {
  const [, ...told] =
    /The package is ([\d.]+) MB \(([\d.]+) MB\s+unpacked\)/.exec(readFileSync(join(ROOT, 'README.md'), 'utf8')) ?? [];
  assert.ok(told.length === sizes.length, 'README.md does not tell the size of the package');
  told.forEach((text, index) => {
    const actual = megabytes(sizes[index]);
    assert.ok(
      Math.abs(Number(text) / actual - 1) < 0.1,
      `README.md says ${text} MB where the package has ${actual} MB`,
    );
  });
}

function lint(tarball) {
  run(ROOT, 'npx', 'publint', '--strict', tarball);
  run(ROOT, 'npx', '--yes', TYPES_CHECKER, tarball);
  console.log('publint and attw have nothing to say');
}

function install(name, tarball) {
  const folder = join(scratch, name);
  cpSync(join(ROOT, 'test/package', name), folder, { recursive: true });
  run(folder, 'npm', 'install', '--no-audit', '--no-fund', '--silent', tarball);
  return folder;
}

/** The example of the README, typed and synthesized as in a new project, gives what it gives here. */
function checkTemplate(folder) {
  cpSync(join(ROOT, 'node_modules/cdk8s-cli/templates/typescript-app/tsconfig.json'), join(folder, 'tsconfig.json'));
  const source = readFileSync(join(ROOT, EXAMPLE), 'utf8');
  const example = source.replace("'../../lib'", "'cdk8s-plg'").replace("'cdk8s-plus-28'", "'cdk8s-plus-33'");
  writeFileSync(join(folder, 'main.ts'), example);
  run(folder, 'npx', 'tsc', '--noEmit');
  run(folder, 'npx', 'cdk8s', 'synth', '--app', 'npx ts-node main.ts', '--output', 'dist', '--check-upgrade=false');

  const here = join(scratch, 'here');
  execFileSync('node', ['--import', 'tsx', EXAMPLE], { cwd: ROOT, env: { ...process.env, CDK8S_OUTDIR: here } });
  // the other chart holds what cdk8s-plus makes, which is not the same in every version
  const file = 'monitoring.k8s.yaml';
  assert.equal(readFileSync(join(folder, 'dist', file), 'utf8'), readFileSync(join(here, file), 'utf8'));
  console.log(`template: ${file} as from the sources`);
}

function checkPlus(folder) {
  console.log(run(folder, 'node', 'main.mjs').trim());
  console.log(`require('cdk8s-plg') takes ${loadTime(folder)} ms more than require('cdk8s')`);
}

/** The CLI finds the plugin in its folder of plugins, and fails for what the plugin finds. */
function checkPlugin(tarball) {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const plugins = join(scratch, 'plugins');
  const home = join(plugins, 'cdk8s-plg', version);
  mkdirSync(home, { recursive: true });
  run(home, 'npm', 'install', '--prefix', home, '--no-audit', '--no-fund', '--silent', tarball);

  const folder = join(scratch, 'plugin');
  cpSync(join(ROOT, 'test/package/plugin'), folder, { recursive: true });
  const cli = join(ROOT, 'node_modules/.bin/cdk8s');
  const { status, stdout, stderr } = spawnSync(
    cli,
    ['synth', '--validate', '--plugins-dir', plugins, '--check-upgrade=false'],
    { cwd: folder, encoding: 'utf8', env: { ...process.env, NODE_PATH: join(ROOT, 'node_modules') } },
  );
  assert.notEqual(status, 0);
  assert.match(stdout + stderr, /workload-selector/);
  console.log('plugin: finds the workload whose selector does not match its pods');
}

/** Median of five, in milliseconds. */
function loadTime(folder) {
  const script = `require('cdk8s'); const start = performance.now(); require('cdk8s-plg'); console.log(performance.now() - start)`;
  const times = Array.from({ length: 5 }, () => Number(run(folder, 'node', '-e', script)));
  return Math.round(times.sort((a, b) => a - b)[2]);
}

function megabytes(bytes) {
  return (bytes / 1e6).toFixed(1);
}
