import { NODE_NAMES } from '../cluster';

/** A node as k3s registers it on k3d: the server has the role, and no taint. */
export function nodeOf(name: string): object {
  const role = name.includes('server') ? { 'node-role.kubernetes.io/control-plane': 'true' } : {};
  const resources = { cpu: '4', memory: '8Gi', pods: '110', 'ephemeral-storage': '50Gi' };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'beta.kubernetes.io/arch': 'amd64',
        'beta.kubernetes.io/instance-type': 'k3s',
        'beta.kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'node.kubernetes.io/instance-type': 'k3s',
        ...role,
      },
    },
    status: {
      capacity: resources,
      allocatable: resources,
      addresses: [
        { type: 'InternalIP', address: addressOf(name) },
        { type: 'Hostname', address: name },
      ],
      daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
    },
  };
}

/** As k3d gives them: an address of this machine is none of an endpoint. */
function addressOf(name: string): string {
  return `172.18.0.${2 + [...NODE_NAMES, name].indexOf(name)}`;
}
