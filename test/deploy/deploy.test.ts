import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import { run } from '../../deploy/run';
import { fakeKubectl, project, runFake, type FakeCluster } from './support/fake-kubectl';
import { scratchFolder } from '../support/scratch-folder';

const READY = { observedGeneration: 1, replicas: 1, updatedReplicas: 1, availableReplicas: 1 };
const FRESH: FakeCluster = { statuses: { Deployment: READY } };

const SETTINGS = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'shop' } };
const WEB = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop', generation: 1 },
  spec: {
    replicas: 1,
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'web' }] } },
  },
};
const NAMESPACE = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
const APP = [{ ...SETTINGS, data: { a: '1' } }, WEB, NAMESPACE];
/** The cluster after an apply, with what it keeps about its objects. */
const LIVE = [
  { ...SETTINGS, metadata: { ...SETTINGS.metadata, resourceVersion: '7' }, data: { a: '1' } },
  { ...WEB, status: READY },
  NAMESPACE,
];

const SCALED = [
  { ...SETTINGS, data: { a: '1' } },
  {
    ...WEB,
    metadata: { ...WEB.metadata, managedFields: [{ manager: 'kubectl', subresource: 'scale' }] },
    spec: { ...WEB.spec, replicas: 5 },
    status: READY,
  },
  NAMESPACE,
];
const CONFLICT =
  'error: Apply failed with 1 conflict: conflict with "kubectl" with subresource "scale" using apps/v1: .spec.replicas\n' +
  'Please review the fields above--they currently have other managers.\n';

jest.setTimeout(60_000);

describe('npm run apply', () => {
  test('a first apply makes namespaces before all else, and names the field manager', async () => {
    const { code, stdout, calls, applied } = await runFake(['apply'], project(APP), FRESH);

    expect(stdout).toContain('3 new, 0 changed, 0 unchanged\n');
    expect(applied).toEqual([['Namespace//shop'], ['ConfigMap/shop/settings', 'Deployment/shop/web']]);
    expect(calls.filter((call) => call.startsWith('apply') && !call.includes('--dry-run'))).toEqual([
      'apply --server-side --field-manager=cdk8s-plg -f -',
      'apply --server-side --field-manager=cdk8s-plg -f -',
    ]);
    expect(code).toBe(0);
  });

  test('a second apply finds no difference', async () => {
    const { code, stdout } = await runFake(['apply'], project(APP), { ...FRESH, objects: LIVE });

    expect(stdout).toContain('no difference in 3 objects\n');
    expect(code).toBe(0);
  });

  test('objects that name no namespace are compared with those in the namespace of the context', async () => {
    const app = [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' } }];
    const here = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'default' } };

    const { stdout } = await runFake(['apply'], project(app), { objects: [here] });

    expect(stdout).toContain('no difference in 1 objects\n');
  });

  test('fails before it changes anything when others have set fields, and names them', async () => {
    const cluster = { objects: SCALED, refusals: { web: CONFLICT } };

    const { code, stderr, applied } = await runFake(['apply'], project(APP), cluster);

    expect(stderr).toBe(
      [
        'context k3d-timedeal (https://cluster.example:6443)',
        'error: others have set fields that dist/ sets to something else; nothing was applied',
        '  Deployment shop/web',
        '    .spec.replicas  set by `kubectl scale`',
        'Applying would silently undo their work. Either write what they set into the app, and run this again,',
        'or, if dist/ is right, say so: npm run apply -- --force-conflicts   (npm run diff shows what is lost)',
        '',
      ].join('\n'),
    );
    expect(applied).toEqual([]);
    expect(code).toBe(1);
  });

  test('takes those fields over when told so', async () => {
    const cluster = { ...FRESH, objects: SCALED, refusals: { web: CONFLICT } };

    const { code, stdout, applied } = await runFake(['apply', '--force-conflicts'], project(APP), cluster);

    expect(stdout).toContain('applied 3 objects\n  ~ Deployment shop/web\n');
    expect(applied).toHaveLength(2);
    expect(code).toBe(0);
  });

  test('a rollout that stalls says why, and ends with exit code 1', async () => {
    const pod = {
      kind: 'Pod',
      metadata: { name: 'web-1', namespace: 'shop', labels: { app: 'web' } },
      status: {
        phase: 'Pending',
        containerStatuses: [
          {
            name: 'web',
            ready: false,
            restartCount: 0,
            state: { waiting: { reason: 'ErrImagePull', message: 'gone' } },
          },
        ],
      },
    };
    const cluster = { statuses: { Deployment: { ...READY, availableReplicas: 0 } }, pods: [pod] };

    const { code, stdout } = await runFake(['apply', '--timeout', '1s'], project(APP), cluster);

    expect(stdout.split('\n\n').slice(1).join('\n\n')).toBe(
      [
        'Deployment shop/web: 0 of 1 ready',
        '  pod web-1, container web: ErrImagePull: gone',
        '  $ kubectl describe -n shop pod/web-1',
        '',
        'not ready after 1s: 1 of 1 workloads',
        'All objects are applied, and the cluster goes on trying; npm run apply waits again.',
        '',
      ].join('\n'),
    );
    expect(code).toBe(1);
  });

  test('warnings of the API server are shown once', async () => {
    const { stderr } = await runFake(['apply'], project(APP), {
      ...FRESH,
      failures: { '^apply .* -f -$': 'Warning: old\nWarning: old\nthe rest is wrong' },
    });

    expect(stderr.split('Warning: old')).toHaveLength(2);
    expect(stderr).toContain('\n  kubectl: the rest is wrong\nWhat was applied before that stays;');
  });
});

describe('the context', () => {
  const remote: FakeCluster = { ...FRESH, contexts: ['k3d-timedeal', 'prod'], current: 'prod' };

  test('fails where nobody can be asked and the cluster does not look local', async () => {
    const { code, stderr, calls } = await runFake(['apply'], project(APP), remote);

    expect(stderr).toBe(
      "context prod (https://cluster.example:6443)\nerror: the current context 'prod' (https://cluster.example:6443) does not " +
        'look like a cluster on this machine, and nobody can be asked here; say that it is meant:\n' +
        '  npm run apply -- --context prod\n',
    );
    expect(calls.filter((call) => !call.startsWith('config'))).toEqual([]);
    expect(code).toBe(1);
  });

  test.each([[['--yes']], [['--context', 'prod']]])('is not asked for with %j', async (options) => {
    const { code, applied } = await runFake(['apply', ...options], project(APP), remote);

    expect([code, applied.length]).toEqual([0, 2]);
  });

  test.each([
    ['y', 2],
    ['', 0],
    ['prod', 0],
  ])('is asked for on a terminal, where the answer %j applies %i times', async (answer, times) => {
    const { code, applied } = await runFake(['apply'], project(APP), remote, { ask: () => Promise.resolve(answer) });

    expect(applied).toHaveLength(times);
    expect(code).toBe(times === 0 ? 1 : 0);
  });

  test('that is not current is named in the commands to go on with', async () => {
    const { stdout } = await runFake(['apply', '--context', 'k3d-timedeal'], project(APP), remote);

    expect(stdout).toContain('kubectl get pods -n shop --context k3d-timedeal\n');
  });

  test('fails when it does not exist', async () => {
    const { stderr } = await runFake(['diff', '--context', 'test'], project(APP), remote);

    expect(stderr).toBe("error: there is no context 'test'; the kubeconfig has k3d-timedeal, prod\n");
  });

  test('fails when none is current', async () => {
    const { stderr } = await runFake(['diff'], project(APP), { current: '' });

    expect(stderr).toBe(
      'error: no context is current; the kubeconfig has k3d-timedeal: choose one with --context NAME\n',
    );
  });
});

describe('npm run diff', () => {
  const CHANGE = [
    'diff -u -N /tmp/LIVE-1/v1.ConfigMap.shop.settings /tmp/MERGED-2/v1.ConfigMap.shop.settings',
    '--- /tmp/LIVE-1/v1.ConfigMap.shop.settings\t2026-01-01 00:00:00 +0000',
    '+++ /tmp/MERGED-2/v1.ConfigMap.shop.settings\t2026-01-01 00:00:00 +0000',
    '@@ -1,4 +1,4 @@',
    ' data:',
    '-  a: "2"',
    '+  a: "1"',
    '',
  ].join('\n');
  const changed = [{ ...SETTINGS, data: { a: '2' } }, { ...WEB, status: READY }, NAMESPACE];

  test('ends with 0 when nothing differs, and prints nothing on stdout', async () => {
    const { code, stdout, stderr, applied } = await runFake(['diff'], project(APP), { objects: LIVE });

    expect([code, stdout, applied]).toEqual([0, '', []]);
    expect(stderr).toBe('context k3d-timedeal (https://cluster.example:6443)\nno difference in 3 objects\n');
  });

  test('ends with 1 and shows what changes, under the names of the objects', async () => {
    const { code, stdout, calls } = await runFake(['diff'], project(APP), { objects: changed, diff: CHANGE });

    expect(stdout).toBe(
      [
        '--- ConfigMap shop/settings (in the cluster)',
        '+++ ConfigMap shop/settings (in dist/)',
        '@@ -1,4 +1,4 @@',
        ' data:',
        '-  a: "2"',
        '+  a: "1"',
        '',
      ].join('\n'),
    );
    expect(calls.at(-1)).toBe('diff --server-side --force-conflicts --field-manager=cdk8s-plg -f -');
    expect(code).toBe(1);
  });

  test('lists what is new, in namespaces that are new as well', async () => {
    const { code, stdout } = await runFake(['diff'], project(APP), {});

    expect(stdout).toBe('+ ConfigMap shop/settings (new)\n+ Deployment shop/web (new)\n+ Namespace shop (new)\n');
    expect(code).toBe(1);
  });

  test('tells which fields others have set since', async () => {
    const { code, stderr } = await runFake(['diff'], project(APP), { objects: SCALED, refusals: { web: CONFLICT } });

    expect(stderr).toContain(
      'set by others since; npm run apply stops there:\n  Deployment shop/web\n    .spec.replicas  set by `kubectl scale`\n',
    );
    expect(code).toBe(1);
  });

  test('compares what the app makes now', async () => {
    const write = `require("fs").writeFileSync("dist/app.k8s.yaml", ${JSON.stringify(JSON.stringify(NAMESPACE))})`;
    const scripts = { synth: `node -e ${JSON.stringify(write)}` };
    const folder = project(APP, { 'package.json': JSON.stringify({ scripts }) });

    const { stdout } = await runFake(['diff'], folder, {}, { synth: 'npm run --silent synth' });

    expect(stdout).toBe('+ Namespace shop (new)\n');
  });

  test('fails with 2 when the app makes nothing', async () => {
    const synth = 'echo "[app/Plg] wrong" >&2; exit 3';

    const { code, stderr, calls } = await runFake(['diff'], project(APP), { objects: LIVE }, { synth });

    expect(stderr).toBe(
      'context k3d-timedeal (https://cluster.example:6443)\n' +
        `error: ${synth} failed; the cluster was not touched\n[app/Plg] wrong\n`,
    );
    expect(calls.filter((call) => !call.startsWith('config'))).toEqual([]);
    expect(code).toBe(2);
  });
});

describe('what is not as it should be', () => {
  test('fails with where to get kubectl when there is none', async () => {
    const notes: string[] = [];
    const path = process.env['PATH'];
    process.env['PATH'] = scratchFolder();
    const screen = { print: () => undefined, note: (text: string) => void notes.push(text), hasColors: false };

    const code = await run(['apply'], { folder: tmpdir(), signal: new AbortController().signal, screen });
    process.env['PATH'] = path;

    expect(notes).toEqual([
      'error: kubectl is not on the PATH; install it and run this again:\n' +
        '  https://kubernetes.io/docs/tasks/tools/   (macOS: brew install kubectl)\n',
    ]);
    expect(code).toBe(1);
  });

  test('fails with how to start a cluster that does not answer', async () => {
    const refused =
      'The connection to the server 127.0.0.1:6443 was refused - did you specify the right host or port?\n';

    const { code, stderr } = await runFake(['diff'], project(APP), { failures: { 'get --raw /version': refused } });

    expect(stderr.split('\n').slice(1)).toEqual([
      "error: the cluster of context 'k3d-timedeal' does not answer at https://cluster.example:6443; is it running, and is a VPN needed?",
      '  k3d cluster start timedeal',
      `  kubectl: ${refused.trim()}`,
      '',
    ]);
    expect(code).toBe(2);
  });

  test('fails before it changes anything when the cluster does not know a kind', async () => {
    const monitor = { apiVersion: 'monitoring.coreos.com/v1', kind: 'PodMonitor', metadata: { name: 'web' } };
    const unknown =
      'error: resource mapping not found for name: "web" namespace: "shop" from "STDIN": no matches for kind "PodMonitor" in version "monitoring.coreos.com/v1"\nensure CRDs are installed first\n';

    const { code, stderr, applied } = await runFake(['apply'], project([...APP, monitor]), {
      failures: { 'get -f': unknown },
    });

    expect(stderr.split('\n').slice(1)).toEqual([
      'error: the cluster does not know the kinds below; install the Prometheus Operator there first (its CRDs are enough), or leave these objects out of the app',
      `  kubectl: ${unknown.split('\n')[0]}`,
      '',
    ]);
    expect([code, applied]).toEqual([1, []]);
  });
});

test('Ctrl-C leaves at once with exit code 130', async () => {
  const folder = project(APP, { 'package.json': JSON.stringify({ scripts: { synth: 'exit 0' } }) });
  const path = `${fakeKubectl({})}${delimiter}${process.env['PATH']}`;
  const main = join(__dirname, '..', '..', 'deploy', 'main.ts');
  const loader = pathToFileURL(require.resolve('tsx')).href;
  const child = spawn(process.execPath, ['--import', loader, main, 'apply'], {
    cwd: folder,
    env: { ...process.env, PATH: path },
  });
  let stderr = '';
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  child.stdout.on('data', (data: Buffer) => data.toString().includes('Deployment shop/web:') && child.kill('SIGINT'));

  const [code] = (await once(child, 'close')) as [number];

  expect(stderr).toBe(
    'context k3d-timedeal (https://cluster.example:6443)\n\n' +
      'stopped; what was applied stays, and this can be run again at any time\n',
  );
  expect(code).toBe(130);
});
