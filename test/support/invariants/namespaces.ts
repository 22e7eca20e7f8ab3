import { describeObject } from '../kube-object';
import { find } from './pods';
import type { Rule } from './rule';

const CLUSTER_SCOPED = [
  'APIService',
  'ClusterRole',
  'ClusterRoleBinding',
  'CustomResourceDefinition',
  'IngressClass',
  'MutatingWebhookConfiguration',
  'Namespace',
  'Node',
  'PersistentVolume',
  'PriorityClass',
  'RuntimeClass',
  'StorageClass',
  'ValidatingWebhookConfiguration',
];

/** Objects that live in a namespace name one that exists; the others name none. */
export const namespaces: Rule = (objects, externals) =>
  objects.flatMap((object) => {
    const { namespace } = object.metadata;
    if (CLUSTER_SCOPED.includes(object.kind)) {
      return namespace === undefined ? [] : [`${describeObject(object)}: is cluster-scoped and names a namespace`];
    }
    if (namespace === undefined) return [`${describeObject(object)}: names no namespace`];
    const exists = find(objects, 'Namespace', undefined, namespace) || externals.has('Namespace', undefined, namespace);
    return exists ? [] : [`${describeObject(object)}: its namespace does not exist`];
  });
