import { eachContainer, eachPod, type Check, type Flaw } from '../check';
import { listOf, placedList, quoted, textOf, valueAt } from '../untyped';

// each of them alone is enough to leave the container
const MIGHTY = ['ALL', 'SYS_ADMIN', 'SYS_MODULE', 'SYS_PTRACE', 'SYS_RAWIO', 'BPF', 'DAC_READ_SEARCH'];

/** Containers that are root on their node. */
export const PRIVILEGED: Check = {
  name: 'privileged',
  severity: 'high',
  why: 'Who breaks into the container owns the node, and all that runs there.',
  fix: 'Leave out `privileged`; add the one capability that the program needs.',
  run: eachContainer(({ at, fields, name }) => {
    const added = listOf(valueAt(fields, 'securityContext', 'capabilities', 'add')).map((item) =>
      String(item).toUpperCase().replace(/^CAP_/, ''),
    );
    const mighty = added.filter((capability) => MIGHTY.includes(capability));
    const isPrivileged = valueAt(fields, 'securityContext', 'privileged') === true;
    return [
      ...(isPrivileged
        ? [{ at: `${at}.securityContext.privileged`, message: `the container '${name}' is privileged` }]
        : []),
      ...(mighty.length === 0
        ? []
        : [
            { at: `${at}.securityContext.capabilities.add`, message: `the container '${name}' adds ${quoted(mighty)}` },
          ]),
    ];
  }),
};

/** Pods that see their node's processes and network. */
export const HOST_NAMESPACES: Check = {
  name: 'host-namespace',
  severity: 'medium',
  why: 'The pod sees the processes or the network of its node, past all network policies.',
  fix: 'Leave out `hostNetwork`, `hostPID` and `hostIPC`; switch the rule off for agents whose work it is.',
  run: eachPod(({ at, spec }, { kind }) =>
    ['hostNetwork', 'hostPID', 'hostIPC']
      .filter((field) => spec[field] === true)
      // on each node, it is most likely an agent, which watches the node
      .map((field): Flaw => ({
        at: `${at}.${field}`,
        message: `the pod has the node's ${field.replace('host', '')}`,
        ...(kind === 'DaemonSet' ? { severity: 'low' } : {}),
      })),
  ),
};

/** Files of the node in a pod. */
export const HOST_PATHS: Check = {
  name: 'host-path',
  severity: 'medium',
  why: 'The pod reads files of its node, and with a writable mount it can take the node over.',
  fix: 'Use a PersistentVolumeClaim or an emptyDir; where it must be the node, mount with `readOnly: true`.',
  run: eachPod((pod, { kind }) =>
    placedList(`${pod.at}.volumes`, pod.spec['volumes']).flatMap(({ at, fields }): readonly Flaw[] => {
      const path = textOf(valueAt(fields, 'hostPath', 'path'));
      if (path === undefined) return [];
      const mounts = pod.containers
        .flatMap((container) => placedList('', container.fields['volumeMounts']))
        .filter((mount) => mount.fields['name'] === fields['name']);
      const isReadOnly = mounts.every((mount) => mount.fields['readOnly'] === true);
      const message = `the pod mounts '${path}' of its node, ${isReadOnly ? 'read-only' : 'and can write to it'}`;
      return [{ at: `${at}.hostPath`, message, ...(isReadOnly && kind === 'DaemonSet' ? { severity: 'low' } : {}) }];
    }),
  ),
};
