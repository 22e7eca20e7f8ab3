import { k8s } from './k8s';

/**
 * A StatefulSet whose claims say what they are.
 *
 * The generated class leaves apiVersion and kind out of `volumeClaimTemplates`, the API server adds them, and Argo CD then
 * sees a difference for ever (argoproj/argo-cd#11143).
 */
export class StatefulSet extends k8s.KubeStatefulSet {
  public override toJson(): unknown {
    const manifest = super.toJson() as { spec?: { volumeClaimTemplates?: object[] } };
    const claims = manifest.spec?.volumeClaimTemplates;
    if (claims === undefined) return manifest;
    const volumeClaimTemplates = claims.map((claim) => ({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', ...claim }));
    return { ...manifest, spec: { ...manifest.spec, volumeClaimTemplates } };
  }
}
