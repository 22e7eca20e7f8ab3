import { isIP } from 'node:net';
import { describeObject } from '../kube-object';
import { namespaceOf, podSources, selects, servingContainersOf, type PodSource } from './pods';
import type { Rule } from './rule';

/** A network policy covers pods, and the ports that it opens on them by name exist; a port by number may be anything. */
export const networkPolicies: Rule = (objects) => {
  const sources = podSources(objects);
  return objects
    .filter((object) => object.kind === 'NetworkPolicy')
    .flatMap((policy) => {
      const { podSelector, ingress = [], egress = [] } = policy['spec'];
      const covered = sources.filter(
        (source) => source.namespace === namespaceOf(policy) && selects(podSelector, source.labels),
      );
      const everyPod = Object.keys(podSelector).length === 0;
      const ports: any[] = [...ingress, ...egress].flatMap((rule: any) => rule.ports ?? []);
      const opened: any[] = ingress.flatMap((rule: any) => rule.ports ?? []);
      const blocks: any[] = [...ingress, ...egress]
        .flatMap((rule: any) => [...(rule.from ?? []), ...(rule.to ?? [])])
        .flatMap((peer: any) => (peer.ipBlock ? [peer.ipBlock] : []));
      return [
        ...(covered.length === 0 && !everyPod ? ['covers no pod of the output'] : []),
        ...opened
          .filter(({ port }) => typeof port === 'string' && !covered.some((source) => declares(source, port)))
          .map(({ port }) => `opens port '${port}', which no pod declares`),
        ...ports.flatMap(rangeProblems),
        ...blocks.flatMap(blockProblems),
      ].map((problem) => `${describeObject(policy)}: ${problem}`);
    });
};

function declares({ spec }: PodSource, name: string): boolean {
  return servingContainersOf(spec).some((container) => (container.ports ?? []).some((port: any) => port.name === name));
}

function rangeProblems({ port, endPort }: any): string[] {
  if (endPort === undefined) return [];
  if (typeof port !== 'number') return [`has endPort ${endPort} without a numbered port`];
  return endPort >= port ? [] : [`has endPort ${endPort} below port ${port}`];
}

function blockProblems({ cidr, except = [] }: any): string[] {
  return except
    .filter((inner: string) => !contains(cidr, inner))
    .map((inner: string) => `excepts ${inner}, which is not inside ${cidr}`);
}

/** "must be a strict subset of `cidr`". */
function contains(outer: string, inner: string): boolean {
  const [a, b] = [prefixOf(outer), prefixOf(inner)];
  return b.length > a.length && b.startsWith(a);
}

/** The bits that a block fixes, after its family. */
function prefixOf(cidr: string): string {
  const [address = '', length = ''] = cidr.split('/');
  const groups = isIP(address) === 4 ? address.split('.').map((part) => toBits(Number(part), 8)) : ipv6Groups(address);
  return `${isIP(address)}:`.concat(groups.join('').slice(0, Number(length)));
}

function ipv6Groups(address: string): string[] {
  const [head = '', tail = ''] = address.split('::');
  const [before, after] = [head, tail].map((half) => half.split(':').filter((group) => group !== ''));
  const gap = Array<string>(8 - before!.length - after!.length).fill('0');
  return [...before!, ...gap, ...after!].map((group) => toBits(Number.parseInt(group, 16), 16));
}

function toBits(value: number, width: number): string {
  return value.toString(2).padStart(width, '0');
}
