import { eachContainer, eachObject, type Check, type Flaw } from '../check';
import type { ManifestObject } from '../manifest-object';
import type { Manifests } from '../manifests';
import { portNamesOf, type Container, type Pod } from '../pods';
import { placedList, quoted, textOf, twins, valueAt, wordOf } from '../untyped';
import { didYouMean } from '../../model/query/closest-word';
import { selectorOf } from './selectors';

/** Ports of Services that lead nowhere. */
export const SERVICE_PORTS: Check = {
  name: 'service-port',
  severity: 'high',
  why: 'A Service sends nothing to a named port that no container of its pods declares.',
  fix: 'Name the port of the container as `targetPort` says, or give its number.',
  run: eachObject((object, all) => (object.kind === 'Service' && object.group === '' ? serviceFlaws(object, all) : [])),
};

/** Probes and hooks of ports that a container does not declare. */
export const PROBE_PORTS: Check = {
  name: 'probe-port',
  severity: 'high',
  why: 'A probe of a named port that the container does not declare fails each time, and the container is restarted.',
  fix: 'Name the port in `ports` of the same container, or give its number.',
  run: eachContainer(probeFlaws),
};

function serviceFlaws(object: ManifestObject, all: Manifests): readonly Flaw[] {
  const ports = placedList('spec.ports', object.spec['ports']);
  const names = ports.map(({ fields }) => textOf(fields['name']) ?? '');
  const unnamed = ports.length > 1 ? ports.filter((_, index) => names[index] === '') : [];
  const selector = selectorOf(object);
  const pods = selector.length === 0 ? [] : all.podsSelected(object.namespace, selector);
  return [
    ...unnamed.map(({ at }) => ({ at, message: 'each of several ports needs a name' })),
    ...twins(names.filter((name) => name !== '')).map((name) => ({
      at: 'spec.ports',
      message: `two ports are named '${name}'`,
    })),
    ...twins(ports.map(({ fields }) => `${wordOf(fields['port'])}/${wordOf(fields['protocol']) || 'TCP'}`)).map(
      (port) => ({
        at: 'spec.ports',
        message: `two ports have the number ${port}`,
      }),
    ),
    ...ports.flatMap(({ at, fields }) => {
      const target = textOf(fields['targetPort']);
      if (target === undefined || /^\d+$/.test(target) || pods.length === 0) return [];
      const declared = [...new Set(pods.flatMap(({ pod }) => portNamesOf(pod)))];
      if (declared.includes(target)) return [];
      return [{ at: `${at}.targetPort`, message: missing(target, declared) }];
    }),
  ];
}

function probeFlaws({ at, fields }: Container, pod: Pod): readonly Flaw[] {
  const declared = portNamesOf({ ...pod, containers: pod.containers.filter((other) => other.at === at) });
  const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'].map((name) => [name] as const);
  const hooks = ['postStart', 'preStop'].map((name) => ['lifecycle', name] as const);
  return [...probes, ...hooks].flatMap((path) =>
    ['httpGet', 'tcpSocket'].flatMap((way) => {
      const port = textOf(valueAt(fields, ...path, way, 'port'));
      if (port === undefined || /^\d+$/.test(port) || declared.includes(port)) return [];
      return [{ at: `${at}.${path.join('.')}.${way}.port`, message: missing(port, declared) }];
    }),
  );
}

function missing(port: string, declared: readonly string[]): string {
  const suggestion = didYouMean(port, declared);
  return `no container declares a port '${port}'; there is: ${quoted(declared)}${suggestion}`;
}
