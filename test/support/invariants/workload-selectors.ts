import { describeObject } from '../kube-object';
import { namespaceOf, podSources, selects } from './pods';
import type { Rule } from './rule';

const CONTROLLERS = ['DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'];

/** A controller selects its own pods and no pod of another. The server refuses the first fault, the second makes two fight. */
export const workloadSelectors: Rule = (objects) => {
  const sources = podSources(objects);
  return objects
    .filter((object) => CONTROLLERS.includes(object.kind))
    .flatMap((controller) => {
      const selector = controller['spec'].selector ?? {};
      const name = describeObject(controller);
      return sources
        .filter((source) => source.namespace === namespaceOf(controller))
        .flatMap((source) => {
          const selected = selects(selector, source.labels);
          if (source.owner === controller) return selected ? [] : [`${name}: its selector does not match its own pods`];
          return selected ? [`${name}: its selector also matches the pods of ${describeObject(source.owner)}`] : [];
        });
    });
};
