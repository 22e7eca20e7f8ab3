import { readableDiff } from '../../deploy/diff-text';
import { manifestOf } from '../../deploy/manifests';

const WEB = manifestOf({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web.v2', namespace: 'shop' } });
const NAMESPACE = manifestOf({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });

/** As kubectl diff writes it with GNU diff. */
function part(file: string, ...hunks: readonly string[]): string {
  const head = ['diff -u -N /tmp/LIVE-1/' + file + ' /tmp/MERGED-2/' + file];
  const times = '\t2026-11-23 08:32:00.5 +0000';
  return [...head, `--- /tmp/LIVE-1/${file}${times}`, `+++ /tmp/MERGED-2/${file}${times}`, ...hunks, ''].join('\n');
}

const COUNTED = '@@ -7,7 +7,7 @@\n   creationTimestamp: "x"\n-  generation: 2\n+  generation: 3\n   labels:';
const SCALED = '@@ -20,7 +20,7 @@\n spec:\n-  replicas: 2\n+  replicas: 1';

describe('a readable diff', () => {
  test('names the objects, of the cluster or of a namespace', () => {
    const text = part('apps.v1.Deployment.shop.web.v2', SCALED) + part('v1.Namespace..shop', '@@ -1 +1 @@\n-a\n+b');

    expect(readableDiff(text, [WEB, NAMESPACE])).toBe(
      [
        '--- Deployment shop/web.v2 (in the cluster)',
        '+++ Deployment shop/web.v2 (in dist/)',
        SCALED,
        '--- Namespace shop (in the cluster)',
        '+++ Namespace shop (in dist/)',
        '@@ -1 +1 @@\n-a\n+b',
        '',
      ].join('\n'),
    );
  });

  test('leaves out what the server counts, and keeps what the user changes', () => {
    const lines = readableDiff(part('apps.v1.Deployment.shop.web.v2', COUNTED, SCALED), [WEB]).split('\n');

    expect(lines.filter((line) => line.startsWith('@@'))).toEqual(['@@ -20,7 +20,7 @@']);
  });

  test('keeps a count that stands beside a change', () => {
    const both = COUNTED.replace('   labels:', '+  finalizers: []');

    expect(readableDiff(part('apps.v1.Deployment.shop.web.v2', both), [WEB])).toContain('+  generation: 3');
  });

  test('leaves the output of another diff program as it is', () => {
    const other = 'apps.v1.Deployment changed:\n  spec.replicas: 2 => 1\n';

    expect(readableDiff(other, [WEB])).toBe(other);
  });

  test('keeps the name of a file that it does not know', () => {
    expect(readableDiff(part('v1.Secret.a.b', SCALED), [])).toMatch(/^--- v1\.Secret\.a\.b \(in the cluster\)\n/);
  });
});
