import { Duration } from 'cdk8s';
import type { AlertProfile } from '../../../model/alert-profile';
import { KubernetesFlavor } from '../../../model/kubernetes-flavor';
import { Rule, Severity } from '../../../model/rule';
import type { RuleGroup } from '../../../model/rule-group';
import { alertGroup } from '../../alert-group';
import { state, stateBy } from '../series';
import { fillingUpAlerts } from './storage-space';

const CLAIM = 'cluster, namespace, persistentvolumeclaim';

/** Whether volumes are there, and have room. */
export function storageAlerts(flavor: KubernetesFlavor, profile: AlertProfile): RuleGroup[] {
  return alertGroup('kubernetes-storage', profile, {
    core: [
      volumeErrors(),
      claimNotBound(),
      // the volumes of k3s are directories of its nodes: the kubelet tells nothing of them, node-exporter of the disk
      ...(flavor === KubernetesFlavor.STANDARD ? fillingUpAlerts() : []),
    ],
  });
}

function volumeErrors(): Rule {
  const phase = stateBy(
    'cluster, persistentvolume, phase',
    'kube_persistentvolume_status_phase',
    'phase=~"Failed|Pending"',
  );
  return Rule.alert('KubePersistentVolumeErrors', {
    expr: `${phase} == 1`,
    holdFor: Duration.minutes(5),
    // nobody uses it in these phases: no reason to wake anybody
    severity: Severity.WARNING,
    summary: 'The PersistentVolume {{ $labels.persistentvolume }} is {{ $labels.phase }}',
    description:
      'Failed: its claim is gone, but it could not be cleared or deleted, so its disk may cost money. Pending: it is not ready for ' +
      'a claim.',
    runbook:
      '`kubectl describe pv {{ $labels.persistentvolume }}` has the error, the log of its provisioner more. If its data are not ' +
      'needed, delete the volume, and the disk behind it by hand.',
  });
}

function claimNotBound(): Rule {
  const claim = (phase: string): string =>
    stateBy(`${CLAIM}, phase`, 'kube_persistentvolumeclaim_status_phase', `phase="${phase}"`);
  // most storage classes bind a claim when the first pod wants it: until then it may wait
  const wanted = state('kube_pod_spec_volumes_persistentvolumeclaims_info');
  return Rule.alert('KubePersistentVolumeClaimNotBound', {
    expr: `${claim('Pending')} == 1 and on (${CLAIM}) ${wanted} or ${claim('Lost')} == 1`,
    holdFor: Duration.minutes(15),
    severity: Severity.WARNING,
    summary: 'The claim {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} is {{ $labels.phase }}',
    description:
      'Pending: it has no volume, so the pod that wants it does not start. Lost: the volume that it had was deleted, with its data.',
    runbook:
      '`kubectl describe pvc -n {{ $labels.namespace }} {{ $labels.persistentvolumeclaim }}` has the events of the provisioner. ' +
      'Pending: is there a storage class of that name, or a default one, and does its provisioner run (k3s: ' +
      '`local-path-provisioner` in kube-system)? Lost: restore from a backup into a new claim.',
  });
}
