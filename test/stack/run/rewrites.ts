import type { Cluster, Pod } from './cluster';
import { targetPort } from './cluster-objects';
import type { Mount } from './pod-files';

/**
 * What a text says to a container, said to a process of this machine: paths of its mounts become folders, Services the
 * addresses of their pods, and the loopback address that of the pod, so that pods do not meet at the ports of each other.
 */
export function rewritten(text: string, cluster: Cluster, pod: Pod, mounts: readonly Mount[]): string {
  return toLoopback(withServices(withMounts(text, mounts), cluster, pod), pod);
}

function withMounts(text: string, mounts: readonly Mount[]): string {
  if (mounts.length === 0) return text;
  const paths = mounts.map(({ path }) => literal(path)).join('|');
  const sources = new Map(mounts.map(({ path, source }) => [path, source]));
  return text.replace(new RegExp(`(?<![\\w/.-])(?:${paths})(?![\\w.-])`, 'g'), (path) => sources.get(path) ?? path);
}

function withServices(text: string, cluster: Cluster, pod: Pod): string {
  return cluster.manifests.all('Service').reduce((done, service) => {
    const { name, namespace = 'default' } = service.metadata;
    const [behind] = cluster.podsBehind(service);
    if (behind === undefined) return done;
    const isNear = namespace === pod.namespace ? '?' : '';
    const domain = `(?:\\.${literal(namespace)}(?:\\.svc(?:\\.cluster\\.local\\.?)?)?)${isNear}`;
    const host = `(?<![\\w.-])${literal(name)}${domain}`;
    return done.replace(new RegExp(`${host}:(\\d+)(?!\\d)`, 'g'), (_, port: string) => {
      const declared = service['spec'].ports.find((one: any) => one.port === Number(port));
      return `${behind.ip}:${declared === undefined ? port : targetPort(declared, behind)}`;
    });
  }, text);
}

function toLoopback(text: string, pod: Pod): string {
  return text
    .replace(/(?<![\w.-])(?:localhost|127\.0\.0\.1|0\.0\.0\.0)(?![\w.-])/g, pod.ip)
    .replace(/(?<==):(?=\d+$)/g, `${pod.ip}:`);
}

function literal(text: string): string {
  return text.replaceAll('.', '\\.');
}
