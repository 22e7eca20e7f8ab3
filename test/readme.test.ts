import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { define } from '../main';
import { manifestsOf, testApp } from './support/manifests';
import { quantityValue } from './support/quantity';

const read = (path: string): string => readFileSync(join(__dirname, '..', path), 'utf8');
const readme = read('README.md');

/** The lines of a program but for its imports. */
function linesOf(program: string): string[] {
  return program
    .replace(/^import [^;]*;$/gm, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

describe('README.md', () => {
  test('shows as a library what examples/checkout does, line by line', () => {
    const [, block = ''] = /```ts\n([\s\S]*?)```/.exec(readme) ?? [];
    const shown = linesOf(block).filter((line) => line !== 'const app = new App();' && line !== 'app.synth();');

    expect(shown.length).toBeGreaterThan(20);
    expect(linesOf(read('examples/checkout/main.ts'))).toEqual(expect.arrayContaining(shown));
  });

  test('counts the output as it is', () => {
    const app = define(testApp());
    const { objects } = manifestsOf(app);
    const ours = objects.filter(
      (object) => object.metadata.namespace !== 'timedeal' && object.metadata.name !== 'timedeal',
    );
    const bytes = Buffer.byteLength(read('dist/monitoring.k8s.yaml'));

    expect(readme.replace(/ +/g, ' ')).toContain(
      `| ${ours.length} | ${Math.round(bytes / 1000)} kB | ${Math.round(requested(ours, 'cpu') * 1000)}m | ${requested(ours, 'memory') / 2 ** 20}Mi |`,
    );
  });
});

/** What the pods ask for on the guide's three nodes. */
function requested(objects: readonly any[], resource: 'cpu' | 'memory'): number {
  const NODES = 3;
  return objects
    .filter((object) => object.spec?.template?.spec?.containers !== undefined)
    .map((object) => {
      const pods = object.kind === 'DaemonSet' ? NODES : (object.spec.replicas ?? 1);
      const each = object.spec.template.spec.containers.map((one: any) =>
        quantityValue(one.resources.requests[resource] as string),
      );
      return pods * each.reduce((sum: number, value: number) => sum + value, 0);
    })
    .reduce((sum, value) => sum + value, 0);
}
