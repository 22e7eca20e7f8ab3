import { describeObject } from '../kube-object';
import { containersOf, podSources } from './pods';
import type { Rule } from './rule';

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
// IsEnvVarName before Kubernetes 1.30, which allows nearly everything
const ENVIRONMENT_NAME = /^(?!\.\.?$|\.\.)[-._a-zA-Z][-._a-zA-Z0-9]*$/;

/** Names inside a pod are valid and unique, and `$(NAME)` in a command is a variable that the container has. */
export const containers: Rule = (objects) =>
  podSources(objects).flatMap(({ owner, spec }) => {
    const all = containersOf(spec);
    const volumes: any[] = spec.volumes ?? [];
    return [
      ...all.filter(({ name }) => !DNS_LABEL.test(name)).map(({ name }) => `container name '${name}' is no DNS label`),
      ...volumes.filter(({ name }) => !DNS_LABEL.test(name)).map(({ name }) => `volume name '${name}' is no DNS label`),
      ...twice(all.map(({ name }) => name)).map((name) => `two containers are called '${name}'`),
      ...twice(all.flatMap(({ ports = [] }) => ports.map((port: any) => port.name))).map(
        (name) => `two ports are called '${name}'`,
      ),
      ...all.flatMap((container) =>
        containerProblems(container).map((problem) => `container '${container.name}' ${problem}`),
      ),
    ].map((problem) => `${describeObject(owner)}: ${problem}`);
  });

function containerProblems(container: any): string[] {
  const ports: any[] = container.ports ?? [];
  const variables: string[] = (container.env ?? []).map((variable: any) => variable.name);
  const numbers = ports.map((port) => `${port.containerPort}/${port.protocol ?? 'TCP'}`);
  return [
    ...ports.filter(({ name }) => !isPortName(name)).map(({ name }) => `has a port called '${name}'`),
    ...twice(numbers).map((number) => `declares port ${number} twice`),
    ...variables.filter((name) => !ENVIRONMENT_NAME.test(name)).map((name) => `has a variable called '${name}'`),
    ...twice(variables).map((name) => `sets variable '${name}' twice`),
    ...unknownVariables(container, variables).map((name) => `uses $(${name}), which it does not set`),
  ];
}

/** IsValidPortName. */
function isPortName(name: string | undefined): boolean {
  return name === undefined || (/^(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/.test(name) && name.length <= 15);
}

/** The kubelet leaves the text of an unknown variable as it is; `$$(NAME)` asks for that. */
function unknownVariables(container: any, variables: readonly string[]): string[] {
  // what else envFrom brings is not known here
  if (container.envFrom) return [];
  const texts: string[] = [...(container.command ?? []), ...(container.args ?? [])];
  const values: any[] = container.env ?? [];
  const inValues = values.flatMap(({ value = '' }, index) =>
    usedVariables(value).filter((name) => !variables.slice(0, index).includes(name)),
  );
  return [...texts.flatMap(usedVariables).filter((name) => !variables.includes(name)), ...inValues];
}

function usedVariables(text: string): string[] {
  return [...text.replaceAll('$$', '').matchAll(/\$\(([-._a-zA-Z][-._a-zA-Z0-9]*)\)/g)].map((match) => match[1]!);
}

function twice(names: readonly (string | undefined)[]): string[] {
  const named = names.filter((name) => name !== undefined);
  return [...new Set(named.filter((name, index) => named.indexOf(name) !== index))];
}
