import { k8s } from './k8s';

interface Claim {
  readonly spec?: object;
  readonly status?: object;
}

/**
 * A StatefulSet whose claims say all that the API server would add to them.
 *
 * A list of claims has one owner: where the stored one differs from the given one, Argo CD sees a difference for ever
 * (argoproj/argo-cd#11143), and the first server-side apply after a client-side one conflicts. The generated class has no
 * place for apiVersion, kind and status.
 */
export class StatefulSet extends k8s.KubeStatefulSet {
  public override toJson(): unknown {
    const manifest = super.toJson() as { spec?: { volumeClaimTemplates?: Claim[] } };
    const claims = manifest.spec?.volumeClaimTemplates;
    if (claims === undefined) return manifest;
    return { ...manifest, spec: { ...manifest.spec, volumeClaimTemplates: claims.map(asStored) } };
  }
}

function asStored(claim: Claim): object {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    ...claim,
    spec: { volumeMode: 'Filesystem', ...claim.spec },
    status: claim.status ?? { phase: 'Pending' },
  };
}
