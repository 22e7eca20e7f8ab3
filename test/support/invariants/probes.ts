import { describeObject } from '../kube-object';
import { podSources, servingContainersOf } from './pods';
import type { Rule } from './rule';

const PROBES = ['startupProbe', 'readinessProbe', 'livenessProbe'];
const HOOKS = ['postStart', 'preStop'];

/** Probes and hooks go to ports that their container declares, and succeed at once where the server insists on it. */
export const probes: Rule = (objects) =>
  podSources(objects).flatMap(({ owner, spec }) =>
    servingContainersOf(spec).flatMap((container) =>
      [...PROBES.map((name) => [name, container[name]]), ...HOOKS.map((name) => [name, container.lifecycle?.[name]])]
        .filter(([, probe]) => probe !== undefined)
        .flatMap(([name, probe]) => problemsOf(name, probe, container.ports ?? []))
        .map((problem) => `${describeObject(owner)}: container '${container.name}' ${problem}`),
    ),
  );

function problemsOf(name: string, probe: any, ports: readonly any[]): string[] {
  const { httpGet, tcpSocket, grpc } = probe;
  const action = httpGet ?? tcpSocket ?? grpc;
  // a host of its own means another listener than this container's
  const declared =
    !action || action.host || ports.some((port) => port.name === action.port || port.containerPort === action.port);
  const patient = name !== 'readinessProbe' && (probe.successThreshold ?? 1) !== 1;
  return [
    ...(declared ? [] : [`has a ${name} on port '${action.port}', which it does not declare`]),
    ...(patient ? [`has a ${name} with successThreshold ${probe.successThreshold}; only 1 is allowed`] : []),
  ];
}
