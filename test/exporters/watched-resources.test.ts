import { k8s } from '../../lib/core/k8s';
import { resourcesFlag, watchedResources, watchRules } from '../../lib/exporters/watched-resources';

const DEFAULT = watchedResources('test', 'watchedResources');
const OPTIONAL = [
  ...['endpointslices', 'ingressclasses', 'networkpolicies', 'replicationcontrollers', 'serviceaccounts'],
  'volumeattachments',
];
const ALL = [...DEFAULT.map((resource) => resource.name), ...OPTIONAL];

// the resources whose metrics the dashboards and alerts of kubernetes-mixin and the guide's queries read
const READ_BY_QUERIES = [
  ...['daemonsets', 'deployments', 'horizontalpodautoscalers', 'jobs', 'namespaces', 'nodes', 'persistentvolumeclaims'],
  ...['persistentvolumes', 'poddisruptionbudgets', 'pods', 'replicasets', 'resourcequotas', 'statefulsets'],
];

/** `group/plural` of every kind that the Kubernetes API has, told by its generated classes. */
function kindsOfKubernetes(): string[] {
  return Object.values(k8s as { [name: string]: any })
    .map((exported) => exported.GVK as { apiVersion: string; kind: string } | undefined)
    .filter((gvk) => gvk !== undefined)
    .map(({ apiVersion, kind }) => {
      const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
      return `${group}/${plural(kind.toLowerCase())}`;
    });
}

function plural(kind: string): string {
  if (kind.endsWith('y')) return `${kind.slice(0, -1)}ies`;
  return kind.endsWith('s') ? `${kind}es` : `${kind}s`;
}

describe('watched resources', () => {
  test('are by default those that dashboards, alerts and queries read, and some more', () => {
    expect(DEFAULT.map((resource) => resource.name)).toEqual(expect.arrayContaining(READ_BY_QUERIES));
    expect(DEFAULT).toHaveLength(18);
  });

  test('can be less and more than the default, in any order', () => {
    const chosen = watchedResources('test', 'watchedResources', ['pods', 'endpointslices', 'cronjobs']);

    expect(resourcesFlag(chosen)).toBe('cronjobs,endpointslices,pods');
  });

  test('are all in the API group that Kubernetes has them in', () => {
    const known = kindsOfKubernetes();
    const chosen = watchedResources('test', 'watchedResources', ALL).map(({ apiGroup, name }) => `${apiGroup}/${name}`);

    expect(chosen).toHaveLength(24);
    expect(chosen.filter((resource) => !known.includes(resource))).toEqual([]);
  });

  test('are exactly what the rules allow, to list and to watch', () => {
    const rules = watchRules(watchedResources('test', 'watchedResources', ALL));

    expect(rules.flatMap((rule) => rule.resources).sort()).toEqual([...ALL].sort());
    expect(rules.map((rule) => rule.verbs)).toEqual(rules.map(() => ['list', 'watch']));
    expect(new Set(rules.map((rule) => rule.apiGroups?.join())).size).toBe(rules.length);
  });

  test('need one rule for each API group', () => {
    const rules = watchRules(watchedResources('test', 'watchedResources', ['pods', 'nodes', 'jobs']));

    expect(rules).toEqual([
      { apiGroups: [''], resources: ['nodes', 'pods'], verbs: ['list', 'watch'] },
      { apiGroups: ['batch'], resources: ['jobs'], verbs: ['list', 'watch'] },
    ]);
  });

  test.each(['secrets', 'configmaps', 'leases', 'certificatesigningrequests', 'validatingwebhookconfigurations'])(
    'refuses %s, which kube-state-metrics could watch',
    (name) => {
      const list = [...ALL].sort().join(', ');

      expect(() => watchedResources('test', 'watchedResources', ['pods', name])).toThrow(
        new Error(`[test] 'watchedResources' holds "${name}"; the resources that can be watched are ${list}`),
      );
    },
  );

  test.each(['pod', 'Pods', '', 'pods ', '*', '__proto__', 'constructor', 'deployments.apps', 'pods,secrets'])(
    'refuses %j, which is no plural name of a resource',
    (name) => {
      expect(() => watchedResources('test', 'watchedResources', [name])).toThrow(
        `[test] 'watchedResources' holds ${JSON.stringify(name)}; the resources that can be watched are cronjobs, `,
      );
    },
  );

  test('refuses a resource that is named twice', () => {
    expect(() => watchedResources('test', 'watchedResources', ['pods', 'nodes', 'pods'])).toThrow(
      new Error(`[test] 'watchedResources' holds "pods" twice; name each resource once`),
    );
  });

  test('refuses an empty list', () => {
    expect(() => watchedResources('test', 'watchedResources', [])).toThrow(
      new Error("[test] 'watchedResources' is []; it must name at least one resource, such as 'pods'"),
    );
  });
});
