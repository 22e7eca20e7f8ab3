import { fail, show, type Subject } from '../core/errors';
import type { k8s } from '../core/k8s';
import { checkTexts } from '../core/kinds';

/** A kind of object that kube-state-metrics turns into metrics. */
export interface WatchedResource {
  readonly name: string;
  readonly apiGroup: string;
  /** Whether it is watched unless the user chooses; each one costs memory for every object of its kind. */
  readonly byDefault: boolean;
}

/*
 * What may be watched. The flag `--resources` and the ClusterRole are both made of this one table: a resource that is
 * listed without a rule makes kube-state-metrics retry and log for ever.
 *
 * By default: the 13 that dashboards, alerts and queries read, and six that are few and cheap. Left out of the table on
 * purpose, though kube-state-metrics knows them: secrets and configmaps (to list is to read them whole), leases (they
 * change every few seconds), certificate requests, webhook configurations and admission policies (nothing reads their
 * metrics).
 *
 * https://github.com/kubernetes/kube-state-metrics/blob/v2.20.0/internal/store/builder.go
 */
const TABLE: readonly WatchedResource[] = [
  ...group('', ['limitranges', 'namespaces', 'nodes', 'persistentvolumeclaims', 'persistentvolumes', 'pods']),
  ...group('', ['resourcequotas', 'services']),
  ...group('apps', ['daemonsets', 'deployments', 'replicasets', 'statefulsets']),
  ...group('autoscaling', ['horizontalpodautoscalers']),
  ...group('batch', ['cronjobs', 'jobs']),
  ...group('networking.k8s.io', ['ingresses']),
  ...group('policy', ['poddisruptionbudgets']),
  ...group('storage.k8s.io', ['storageclasses']),
  ...group('', ['replicationcontrollers', 'serviceaccounts'], false),
  ...group('discovery.k8s.io', ['endpointslices'], false),
  ...group('networking.k8s.io', ['ingressclasses', 'networkpolicies'], false),
  ...group('storage.k8s.io', ['volumeattachments'], false),
];

/**
 * The resources of these names, or those that are watched by default.
 *
 * Throws for an empty list, a name that is not in the table and one that is named twice.
 */
export function watchedResources(subject: Subject, prop: string, names?: readonly string[]): WatchedResource[] {
  if (names === undefined) return TABLE.filter((resource) => resource.byDefault);
  checkTexts(subject, prop, names);
  if (names.length === 0) fail(subject, `'${prop}' is []; it must name at least one resource, such as 'pods'`);
  for (const [index, name] of names.entries()) {
    if (!TABLE.some((resource) => resource.name === name)) {
      fail(subject, `'${prop}' holds ${show(name)}; the resources that can be watched are ${namesOf(TABLE)}`);
    }
    if (names.indexOf(name) !== index) fail(subject, `'${prop}' holds ${show(name)} twice; name each resource once`);
  }
  return TABLE.filter((resource) => names.includes(resource.name));
}

/** The value of the flag `--resources`. */
export function resourcesFlag(resources: readonly WatchedResource[]): string {
  return namesOf(resources, ',');
}

/** What kube-state-metrics must be allowed to do to watch the resources, one rule for each API group. */
export function watchRules(resources: readonly WatchedResource[]): k8s.PolicyRule[] {
  const apiGroups = [...new Set(resources.map((resource) => resource.apiGroup))].sort();
  return apiGroups.map((apiGroup) => ({
    apiGroups: [apiGroup],
    resources: resources
      .filter((resource) => resource.apiGroup === apiGroup)
      .map((resource) => resource.name)
      .sort(),
    verbs: ['list', 'watch'],
  }));
}

function group(apiGroup: string, names: readonly string[], byDefault = true): WatchedResource[] {
  return names.map((name) => ({ name, apiGroup, byDefault }));
}

function namesOf(resources: readonly WatchedResource[], separator = ', '): string {
  return resources
    .map((resource) => resource.name)
    .sort()
    .join(separator);
}
