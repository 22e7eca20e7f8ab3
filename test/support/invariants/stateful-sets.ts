import { describeObject } from '../kube-object';
import { find, namespaceOf, selects } from './pods';
import type { Rule } from './rule';

/** The label controller-revision-hash is the name and eleven more characters, and a label value has 63 at most. */
const MAX_NAME = 52;

/** A StatefulSet has its Service, a name that fits into its labels, and claims that it mounts. */
export const statefulSets: Rule = (objects) =>
  objects
    .filter((object) => object.kind === 'StatefulSet')
    .flatMap((set) => {
      const { serviceName, template, volumeClaimTemplates = [] } = set['spec'];
      const service = find(objects, 'Service', namespaceOf(set), serviceName);
      const labels = template.metadata?.labels ?? {};
      const mounted = template.spec.containers.flatMap((container: any) =>
        (container.volumeMounts ?? []).map((mount: any) => mount.name),
      );
      const claims: string[] = volumeClaimTemplates.map((claim: any) => claim.metadata.name);
      return [
        ...(set.metadata.name.length > MAX_NAME ? [`its name is longer than ${MAX_NAME} characters`] : []),
        ...(service ? [] : [`its Service '${serviceName}' does not exist`]),
        ...(service && !(service['spec'].selector && selects({ matchLabels: service['spec'].selector }, labels))
          ? [`its Service '${serviceName}' does not select its pods`]
          : []),
        ...claims
          .filter((claim) => !mounted.includes(claim))
          .map((claim) => `no container mounts its claim '${claim}'`),
      ].map((problem) => `${describeObject(set)}: ${problem}`);
    });
