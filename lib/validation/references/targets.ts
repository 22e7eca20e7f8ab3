import { eachObject, type Check, type Flaw } from '../check';
import type { ManifestObject } from '../manifest-object';
import type { Manifests } from '../manifests';
import { placedList, quoted, textOf, valueAt, wordOf, type Placed } from '../untyped';

/** Ingresses that lead to a port that their Service does not have. */
export const INGRESS_BACKENDS: Check = {
  name: 'ingress-backend',
  severity: 'high',
  why: 'An Ingress answers 503 for a port that its Service does not have.',
  fix: 'Name a port of the Service, or its number.',
  run: eachObject((object, all) =>
    object.kind === 'Ingress' && object.group === 'networking.k8s.io'
      ? backendsOf(object).flatMap((backend) => backendFlaws(backend, object, all))
      : [],
  ),
};

/** Autoscalers of a workload that is not there. */
export const SCALE_TARGETS: Check = {
  name: 'scale-target',
  severity: 'medium',
  why: 'An autoscaler without its workload scales nothing.',
  fix: 'Name a workload of the same namespace; switch the rule off where it is made elsewhere.',
  run: eachObject((object, all) => (object.kind === 'HorizontalPodAutoscaler' ? scalerFlaws(object, all) : [])),
};

function backendsOf({ spec }: ManifestObject): readonly Placed[] {
  const paths = placedList('spec.rules', spec['rules']).flatMap(({ at, fields }) =>
    placedList(`${at}.http.paths`, valueAt(fields, 'http', 'paths')),
  );
  const all = [...paths.map(({ at, fields }) => ({ at: `${at}.backend`, backend: fields['backend'] }))];
  return [...all, { at: 'spec.defaultBackend', backend: spec['defaultBackend'] }].flatMap(({ at, backend }) => {
    const service = valueAt(backend, 'service');
    return typeof service === 'object' && service !== null
      ? [{ at: `${at}.service`, fields: service as Placed['fields'] }]
      : [];
  });
}

function backendFlaws({ at, fields }: Placed, object: ManifestObject, all: Manifests): readonly Flaw[] {
  const service = all.beside(object, 'Service', textOf(fields['name']) ?? '');
  // the Service may be in the cluster already
  if (service === undefined || service.spec['type'] === 'ExternalName') return [];
  const ports = placedList('', service.spec['ports']).map(({ fields: port }) => port);
  const { name, number } = { name: valueAt(fields, 'port', 'name'), number: valueAt(fields, 'port', 'number') };
  if (ports.some((port) => (name === undefined ? port['port'] === number : port['name'] === name))) return [];
  const known = ports.map((port) =>
    [port['name'], port['port']]
      .map(wordOf)
      .filter((part) => part !== '')
      .join(' = '),
  );
  return [
    { at: `${at}.port`, message: `${service.title} has no port '${String(name ?? number)}'; it has: ${quoted(known)}` },
  ];
}

function scalerFlaws(object: ManifestObject, all: Manifests): readonly Flaw[] {
  const kind = textOf(valueAt(object.spec, 'scaleTargetRef', 'kind')) ?? '';
  const name = textOf(valueAt(object.spec, 'scaleTargetRef', 'name')) ?? '';
  const others = all.ofKind(kind).filter(({ namespace }) => namespace === object.namespace);
  // with no workload of that kind at all, they are made elsewhere
  if (others.length === 0 || others.some((other) => other.name === name)) return [];
  const known = quoted(others.map((other) => other.name));
  return [{ at: 'spec.scaleTargetRef.name', message: `there is no ${kind} '${name}'; there is: ${known}` }];
}
