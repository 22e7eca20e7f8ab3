import { isDeepStrictEqual } from 'node:util';
import { Size } from 'cdk8s';
import { manifestOf } from '../../../../deploy/manifests';
import { problemOf } from '../../../../deploy/explain';
import { Credentials, GrafanaDiscovery, Storage, type PersistentStorageOptions } from '../../../../lib';
import { describeObject, type KubeObject } from '../../../support/kube-object';
import { describeWithAll } from '../programs';
import { RunningApiServer } from './api-server';
import { CHANGES, guideWith, UNBOUND_CLAIM, type Change } from './guide-variants';
import { DIST, manifestsIn, namesOf } from './stored-objects';

jest.setTimeout(120_000);

const before = manifestsIn(DIST).objects;

describeWithAll(
  ['etcd', 'kube-apiserver', 'kubectl'],
  'a change of main.ts, applied to a cluster that has dist/',
  () => {
    let server: RunningApiServer;

    beforeAll(async () => {
      server = await RunningApiServer.start();
      // what k3s brings: no class of it lets claims grow
      await server.kubectl.run(['apply', '-f', '-'], JSON.stringify(STORAGE_CLASS));
      await server.kubectl.run(['apply', '--validate=false', '-f', DIST]);
      // a dry run cannot hand over what kubectl notes down about the last way to the other
      await server.kubectl.run(['apply', '--server-side', '--validate=false', '-f', DIST]);
    });

    afterAll(() => server?.stop());

    /** What the server says of an object, which it does not store; nothing where it takes it. */
    async function refusalOf(object: object, way: readonly string[]): Promise<string | undefined> {
      const args = ['apply', ...way, '--dry-run=server', '-f', '-'];
      const { code, stderr } = await server.kubectl.answer(args, JSON.stringify(object));
      return code === 0 && stderr === '' ? undefined : stderr;
    }

    test('nothing is refused of no change at all, for there is none', () => {
      expect(changedObjects(guideWith().objects)).toEqual([]);
    });

    describe.each(CHANGES)('$title', ({ refusals = {}, left = [], ...change }: Change) => {
      const after = guideWith(change).objects;
      const changed = changedObjects(after);

      test.each([
        { way: 'kubectl apply', flags: [] },
        { way: 'kubectl apply --server-side', flags: ['--server-side'] },
      ])(`is ${Object.keys(refusals).length === 0 ? 'taken' : 'refused'} by $way`, async ({ flags }) => {
        const taken = changed.filter((object) => refusals[describeObject(object)] === undefined);
        const list = { apiVersion: 'v1', kind: 'List', items: taken };
        const others = changed.filter((object) => !taken.includes(object));

        expect(changed).not.toEqual([]);
        expect(taken.length === 0 ? undefined : await refusalOf(list, flags)).toBeUndefined();
        expect(namesOf(others)).toEqual(Object.keys(refusals).sort());
        for (const object of others) {
          expect(await refusalOf(object, flags)).toMatch(refusals[describeObject(object)]!);
        }
      });

      test(`leaves ${left.length === 0 ? 'no workload, claim or access rule' : left.join(', ')} behind`, () => {
        const names = namesOf(after);
        const kept = before.filter((object) => object.kind !== 'ConfigMap' && !names.includes(describeObject(object)));

        expect(namesOf(kept)).toEqual(left);
      });
    });

    describe('a larger claim of Grafana, to which a volume is bound', () => {
      const admin = Credentials.insecureDemo('admin', 'admin');
      const discovery = GrafanaDiscovery.labelledConfigMaps();
      const claimOf = (size: Size, options: PersistentStorageOptions = {}): KubeObject => {
        const storage = Storage.persistent(size, options);
        return guideWith({ stack: { grafana: { admin, discovery, storage } } }).one(
          'PersistentVolumeClaim',
          'prom-grafana',
        );
      };

      beforeAll(async () => {
        const patch = async (what: object, ...args: readonly string[]): Promise<unknown> =>
          server.kubectl.run(['patch', 'pvc', 'prom-grafana', '-n', 'monitoring', ...args, '-p', JSON.stringify(what)]);
        await patch({ spec: { volumeName: 'disk' } });
        await patch({ status: { phase: 'Bound', capacity: { storage: '1Gi' } } }, '--subresource=status');
      });

      test('is refused where the StorageClass does not let claims grow, as on k3s', async () => {
        expect(await refusalOf(claimOf(Size.gibibytes(2)), [])).toMatch(
          /only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize/,
        );
      });

      test('is refused in another StorageClass', async () => {
        const refusal = await refusalOf(claimOf(Size.gibibytes(1), { storageClassName: 'fast' }), []);

        expect(refusal).toMatch(UNBOUND_CLAIM);
      });

      test.each([
        { what: 'size', storage: { size: Size.gibibytes(2) } },
        { what: 'StorageClass', storage: { size: Size.gibibytes(1), storageClassName: 'fast' } },
      ])(
        'npm run apply does not tell to delete the claim, and with it the data, for another $what',
        async ({ storage }) => {
          const { size, ...options } = storage;
          const claim = claimOf(size, options);
          const advice = problemOf((await refusalOf(claim, ['--server-side'])) ?? '', {
            target: { context: 'k3d-timedeal', server: 'https://127.0.0.1', namespace: 'default', isCurrent: true },
            manifests: [manifestOf(claim)],
          }).message;

          expect(advice).not.toMatch(/^ +kubectl delete persistentvolumeclaim/m);
          expect(advice).not.toMatch(/ask whoever runs the cluster for the rights/);
        },
      );

      test('is taken where it does', async () => {
        const growing = { ...STORAGE_CLASS, allowVolumeExpansion: true };
        await server.kubectl.run(['apply', '-f', '-'], JSON.stringify(growing));

        expect(await refusalOf(claimOf(Size.gibibytes(2)), [])).toBeUndefined();
      });

      test('is refused the other way round: a claim never becomes smaller', async () => {
        expect(await refusalOf(claimOf(Size.mebibytes(512)), [])).toMatch(/field can not be less than status.capacity/);
      });
    });

    test('other passwords are those of the Secret afterwards, whichever way they are applied', async () => {
      const secretOf = (password: string): KubeObject =>
        guideWith({ stack: { grafana: { admin: Credentials.insecureDemo('admin', password) } } }).one(
          'Secret',
          'prom-grafana',
        );
      const stored = async (): Promise<string> => {
        const [secret] = await server.kubectl.get('secret', 'prom-grafana', '-n', 'monitoring');
        return Buffer.from(secret?.['data']['admin-password'], 'base64').toString();
      };

      await server.kubectl.run(['apply', '-f', '-'], JSON.stringify(secretOf('second')));
      expect(await stored()).toBe('second');

      await server.kubectl.run(['apply', '--server-side', '-f', '-'], JSON.stringify(secretOf('third')));
      expect(await stored()).toBe('third');

      await server.kubectl.run(['apply', '--server-side', '-f', '-'], JSON.stringify(secretOf('fourth')));
      expect(await stored()).toBe('fourth');
    });
  },
);

const STORAGE_CLASS = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: 'local-path', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
  provisioner: 'rancher.io/local-path',
  volumeBindingMode: 'WaitForFirstConsumer',
};

function changedObjects(after: readonly KubeObject[]): KubeObject[] {
  const known = new Map(before.map((object) => [describeObject(object), object]));
  return after.filter((object) => !isDeepStrictEqual(known.get(describeObject(object)), object));
}
