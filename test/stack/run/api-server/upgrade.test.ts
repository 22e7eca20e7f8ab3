import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { describeObject, type KubeObject } from '../../../support/kube-object';
import { describeWithAll } from '../programs';
import { RunningApiServer } from './api-server';
import { contentOf, DIST, manifestsIn, namesOf } from './stored-objects';

jest.setTimeout(120_000);

// the first output of this project that had the whole stack, without the dashboards: there was no release before 0.1.0
const EARLIER = join(__dirname, 'earlier-output', '0.1.0-first');

describeWithAll(['etcd', 'kube-apiserver', 'kubectl'], 'an upgrade from the output of an earlier version', () => {
  describe.each([
    { way: 'kubectl apply', apply: ['apply'] },
    { way: 'kubectl apply --server-side', apply: ['apply', '--server-side'] },
  ])('by $way', ({ apply }) => {
    let server: RunningApiServer;

    beforeAll(async () => {
      server = await RunningApiServer.start();
      await server.kubectl.run([...apply, '--validate=false', '-f', EARLIER]);
    });

    afterAll(() => server?.stop());

    test('is taken without an error about a field that cannot change, and without a warning', async () => {
      const lines = await server.kubectl.quietly([...apply, '-f', DIST]);

      expect(lines).toHaveLength(manifestsIn(DIST).objects.length);
    });

    test('leaves every object as a fresh one would be: no field of the earlier version stays', async () => {
      const texts = await server.kubectl.run([
        'replace',
        '--dry-run=server',
        '--validate=false',
        '-f',
        DIST,
        '-o',
        'json',
      ]);
      const fresh: KubeObject[] = texts.split(/^(?=\{)/m).map((text) => JSON.parse(text));
      const stored = await server.kubectl.get('-f', DIST);

      const wanted = new Map(fresh.map((object) => [describeObject(object), contentOf(object)]));
      const others = stored.filter((one) => !isDeepStrictEqual(wanted.get(describeObject(one)), contentOf(one)));

      expect(stored).toHaveLength(wanted.size);
      expect(namesOf(others)).toEqual([]);
    });
  });

  test('begins with workloads of every kind that are not those of today', () => {
    const [earlier, now] = [manifestsIn(EARLIER), manifestsIn(DIST)];
    const isOther = (object: KubeObject): boolean => !isDeepStrictEqual(object, now.one(object.kind, pathOf(object)));

    const others = earlier.objects.filter(isOther).map(({ kind }) => kind);

    expect(others).toEqual(expect.arrayContaining(['Deployment', 'StatefulSet', 'DaemonSet', 'ConfigMap']));
  });
});

function pathOf({ metadata: { name, namespace } }: KubeObject): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}
