import { KubernetesFlavor, LogAgent } from '../../../../lib';
import type { Manifests } from '../../../support/manifests';
import { describeWithAll } from '../programs';
import { allowedBy, describeAccess, type Access } from './access-reviews';
import { RunningApiServer } from './api-server';
import { guideWith } from './guide-variants';
import { neededBy } from './needed-access';
import { DIST, manifestsIn } from './stored-objects';

jest.setTimeout(60_000);

const KINDS = ['Namespace', 'ServiceAccount', 'Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding'];

/** What nothing of the stack may ever do, in its own namespace or in another. */
const FORBIDDEN: readonly Access[] = [
  ...['monitoring', 'timedeal', 'kube-system', undefined].flatMap((namespace) => [
    { verb: 'get', resource: 'secrets', namespace },
    { verb: 'list', resource: 'secrets', namespace },
    { verb: 'create', resource: 'pods/exec', namespace },
    { verb: 'create', resource: 'pods', namespace },
    { verb: 'delete', resource: 'pods', namespace },
    { verb: 'create', resource: 'configmaps', namespace },
    { verb: 'update', resource: 'configmaps', namespace },
    { verb: 'patch', resource: 'deployments', group: 'apps', namespace },
    { verb: 'create', resource: 'serviceaccounts/token', namespace },
  ]),
  { verb: 'list', resource: 'configmaps' },
  { verb: 'get', resource: 'nodes/proxy' },
  { verb: 'create', resource: 'nodes/proxy' },
  { verb: 'impersonate', resource: 'users' },
  { verb: 'bind', resource: 'clusterroles', group: 'rbac.authorization.k8s.io' },
  { verb: 'escalate', resource: 'clusterroles', group: 'rbac.authorization.k8s.io' },
  { verb: '*', resource: '*', group: '*' },
];

describeWithAll(['etcd', 'kube-apiserver', 'kubectl'], 'what the ServiceAccounts may do', () => {
  let server: RunningApiServer;

  beforeAll(async () => {
    server = await RunningApiServer.start();
  });

  afterAll(() => server?.stop());

  describe.each([
    { title: 'of dist/', manifests: manifestsIn(DIST) },
    {
      title: 'of a stack with Alloy on standard Kubernetes',
      manifests: guideWith({ stack: { flavor: KubernetesFlavor.STANDARD, logAgent: LogAgent.alloy() } }),
    },
  ])('$title', ({ manifests }) => {
    const accounts = manifests.all('ServiceAccount').map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);

    beforeAll(async () => {
      const items = manifests.objects.filter(({ kind }) => KINDS.includes(kind));
      await server.kubectl.run(['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
    });

    test('includes all that their programs read', async () => {
      const needed = accounts.flatMap((account) =>
        neededBy(manifests, account).map((access) => ({ account, ...access })),
      );

      const allowed = await allowedBy(server.kubectl, needed);

      expect(needed.length).toBeGreaterThan(40);
      expect(needed.filter((_, index) => !allowed[index]).map(describeAccess)).toEqual([]);
    });

    test('includes no secrets, no shell in a pod, no write and no right of others', async () => {
      const forbidden = accounts.flatMap((account) => FORBIDDEN.map((access) => ({ account, ...access })));

      const allowed = await allowedBy(server.kubectl, forbidden);

      expect(forbidden.filter((_, index) => allowed[index]).map(describeAccess)).toEqual([]);
    });

    test('is nothing that their programs do not need', async () => {
      const superfluous = await Promise.all(accounts.map((account) => superfluousRights(server, manifests, account)));

      expect(superfluous.flat()).toEqual([]);
    });

    test('holds for their tokens as the API server issues them', async () => {
      const account = accounts.find((one) => one.endsWith('/prom-kube-state-metrics')) ?? '';
      const [namespace = '', name = ''] = account.split('/');
      const token = (await server.kubectl.run(['create', 'token', name, '-n', namespace])).trim();
      const get = (path: string) => server.kubectl.answer(['--token', token, '--user=', 'get', '--raw', path]);

      expect(await get('/api/v1/pods')).toMatchObject({ code: 0 });
      expect(await get('/api/v1/secrets')).toMatchObject({ code: 1, stderr: expect.stringContaining('(Forbidden)') });
    });
  });
});

/** Rights of an account, as the API server lists them, beyond what everybody has and what its program reads. */
async function superfluousRights(server: RunningApiServer, manifests: Manifests, account: string): Promise<string[]> {
  const [namespace = ''] = account.split('/');
  const everybodys = await rightsOf(server, `${namespace}/nobody`);
  const needed = neededBy(manifests, account).map(({ verb, resource }) => `${verb} ${resource}`);
  const rights = await rightsOf(server, account);
  return rights.filter((one) => ![...everybodys, ...needed].includes(one)).map((one) => `${account}: ${one}`);
}

async function rightsOf({ kubectl }: RunningApiServer, account: string): Promise<string[]> {
  const [namespace = ''] = account.split('/');
  const as = `--as=system:serviceaccount:${account.replace('/', ':')}`;
  const review = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', spec: { namespace } };
  // without validation, which would ask for more than the account may see
  const args = ['create', '--validate=false', '-f', '-', '-o', 'json', as];
  const { status }: any = JSON.parse(await kubectl.run(args, JSON.stringify(review)));
  return [...status.resourceRules, ...status.nonResourceRules].flatMap(
    ({ verbs, resources = [], nonResourceURLs = [] }: any) =>
      verbs.flatMap((verb: string) => [...resources, ...nonResourceURLs].map((one: string) => `${verb} ${one}`)),
  );
}
