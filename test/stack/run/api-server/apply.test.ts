import { describeWithAll } from '../programs';
import { RunningApiServer } from './api-server';
import { linesOf } from './kubectl';
import { changedIn, DIST, manifestsIn, namesOf, settleClaims, versionsOf } from './stored-objects';

jest.setTimeout(120_000);

const CLIENT_SIDE = ['apply', '-f', DIST];
const SERVER_SIDE = ['apply', '--server-side', '-f', DIST];
const applied = manifestsIn(DIST);

let server: RunningApiServer;

const startServer = async (): Promise<void> => {
  server = await RunningApiServer.start();
};
const stopServer = async (): Promise<void> => server?.stop();

/** Which objects a command changes. */
async function changesOf(command: readonly string[]): Promise<string[]> {
  const before = await versionsOf(server.kubectl, DIST);
  // what validation costs was paid the first time
  await server.kubectl.quietly([...command, '--validate=false']);
  return changedIn(before, await versionsOf(server.kubectl, DIST));
}

describeWithAll(['etcd', 'kube-apiserver', 'kubectl'], 'dist/ by kubectl apply', () => {
  beforeAll(startServer);
  afterAll(stopServer);

  test('is strictly checked: a field that Kubernetes does not know is refused', async () => {
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'typo' }, spec: { finalisers: [] } };

    const { code, stderr } = await server.kubectl.answer(['apply', '-f', '-'], JSON.stringify(namespace));

    expect(code).toBe(1);
    expect(stderr).toMatch(/strict decoding error: unknown field "spec.finalisers"/);
  });

  test('is created, every object, without a warning', async () => {
    const lines = await server.kubectl.quietly([...CLIENT_SIDE, '--validate=strict']);

    expect(lines).toHaveLength(applied.objects.length);
    expect(lines.filter((line) => !line.endsWith(' created'))).toEqual([]);
    expect(namesOf(await server.kubectl.get('-f', DIST))).toEqual(namesOf(applied.objects));
  });

  test('changes nothing the second time', async () => {
    expect(await changesOf(CLIENT_SIDE)).toEqual([]);
  });

  test('leaves nothing for kubectl diff to show', async () => {
    expect(linesOf(await server.kubectl.run(['diff', '-f', DIST]))).toEqual([]);
  });

  test('goes on with --server-side, without a conflict or a warning, and then changes nothing', async () => {
    const lines = await server.kubectl.quietly(SERVER_SIDE);

    expect(lines.filter((line) => !line.endsWith(' serverside-applied'))).toEqual([]);
    expect(await changesOf(SERVER_SIDE)).toEqual([]);
  });

  test('is deleted, every object: what controllers have to let go first is marked, and the rest gone', async () => {
    const lines = await server.kubectl.quietly(['delete', '--wait=false', '-f', DIST]);
    const left = await server.kubectl.get('--ignore-not-found', '-f', DIST);

    expect(lines).toHaveLength(applied.objects.length);
    expect(left.filter(({ metadata }) => metadata['deletionTimestamp'] === undefined)).toEqual([]);
    expect(namesOf(left)).toEqual([
      'Namespace monitoring',
      'Namespace timedeal',
      'PersistentVolumeClaim monitoring/prom-grafana',
    ]);
  });
});

describeWithAll(['etcd', 'kube-apiserver', 'kubectl'], 'dist/ by kubectl apply --server-side', () => {
  beforeAll(startServer);
  afterAll(stopServer);

  test('creates every object, without a warning', async () => {
    const lines = await server.kubectl.quietly([...SERVER_SIDE, '--validate=strict']);

    expect(lines).toHaveLength(applied.objects.length);
    expect(lines.filter((line) => !line.endsWith(' serverside-applied'))).toEqual([]);
    expect(namesOf(await server.kubectl.get('-f', DIST))).toEqual(namesOf(applied.objects));
  });

  test('changes nothing the second time either', async () => {
    await settleClaims(server.kubectl);

    expect(await changesOf(SERVER_SIDE)).toEqual([]);
  });

  test('leaves nothing for kubectl diff --server-side to show', async () => {
    expect(linesOf(await server.kubectl.run(['diff', '--server-side', '-f', DIST]))).toEqual([]);
  });
});
