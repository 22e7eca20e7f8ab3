import { type k8s } from './k8s';

/** The user that the processes of a pod run as. */
export interface PodUser {
  /** User id: above 0 but for programs that must read files of root. */
  readonly uid: number;
  /** Group id; the user id when left out. */
  readonly gid?: number;
  /** Group that mounted volumes are made writable for; none when left out. */
  readonly fsGroup?: number;
}

/** Pod settings that pass the `restricted` Pod Security Standard, together with `restrictedContainer()`. */
export function restrictedPod(user: PodUser): k8s.PodSecurityContext {
  return {
    runAsNonRoot: true,
    runAsUser: user.uid,
    runAsGroup: user.gid ?? user.uid,
    // a volume of many files is not walked through again at each start
    ...(user.fsGroup === undefined ? {} : { fsGroup: user.fsGroup, fsGroupChangePolicy: 'OnRootMismatch' }),
    seccompProfile: { type: 'RuntimeDefault' },
  };
}

/** Pod settings of an agent that must read files of root on its node: root, but without a single capability. */
export function rootAgentPod(): k8s.PodSecurityContext {
  return { runAsUser: 0, runAsGroup: 0, seccompProfile: { type: 'RuntimeDefault' } };
}

/** Container settings that take away all that a process does not need: writable image, capabilities, escalation. */
export function restrictedContainer(): k8s.SecurityContext {
  return {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  };
}
