import { launcherOf } from './launchers';
import type { Pod } from './cluster';

/** Who a process is. */
export interface User {
  readonly uid: number;
  readonly gid: number;
}

const NOBODY = 65_534;

/** The user of a pod, where this process may become another: whoever runs the tests as root proves the rights on files too. */
export function userOf({ spec }: Pod): User | undefined {
  const { runAsUser: uid, runAsGroup, fsGroup } = spec.securityContext ?? {};
  if (process.getuid?.() !== 0 || uid === undefined) return undefined;
  const needsAccount = spec.containers.some(({ image }: any) => launcherOf(image)?.needsAccount);
  return needsAccount ? { uid: NOBODY, gid: NOBODY } : { uid, gid: fsGroup ?? runAsGroup ?? uid };
}
