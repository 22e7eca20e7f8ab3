import { spawnSync } from 'node:child_process';
import { launcherOf, type Place, type Start } from './launchers';
import type { Program } from './programs';

/** The arguments and variables that a container is started with, as the kubelet resolves them. */
export function startOf(container: any, place: Place): Start {
  const env = variablesOf(container, place);
  const expanded = (value: string): string => value.replace(/\$\((\w+)\)/g, (all, name: string) => env[name] ?? all);
  const { name, command = [], args = [], image } = container;
  if (command.length > 0) throw new Error(`${name} has a command of its own, which is not run here`);
  const start: Start = {
    args: args.map((arg: string) => place.at(expanded(arg))),
    env: Object.fromEntries(Object.entries(env).map(([variable, value]) => [variable, atPlace(value, place)])),
  };
  const started = launcherOf(image)?.start?.(start, place) ?? start;
  return { ...started, args: place.program.isStandIn ? knownTo(place.program, started.args) : started.args };
}

/** A variable may be the bare name of a Service: PGHOST. */
function atPlace(value: string, { at, cluster, pod }: Place): string {
  const service = cluster.manifests.all('Service').find(({ metadata }) => {
    const { name, namespace } = metadata;
    return namespace === pod.namespace ? value === name : value === `${name}.${namespace}`;
  });
  return (service && cluster.podsBehind(service)[0]?.ip) ?? at(value);
}

function variablesOf(container: any, place: Place): { [name: string]: string } {
  const entries = (container.env ?? []).map(({ name, value, valueFrom }: any) => [
    name,
    value ?? resolvedValue(valueFrom, place),
  ]);
  return Object.fromEntries(entries);
}

function resolvedValue({ secretKeyRef, configMapKeyRef, fieldRef }: any, { cluster, pod }: Place): string {
  const ref = secretKeyRef ?? configMapKeyRef;
  if (ref !== undefined) {
    const kind = secretKeyRef ? 'Secret' : 'ConfigMap';
    return cluster.manifests.text(kind, `${pod.namespace}/${ref.name}`, ref.key);
  }
  const fields: { [path: string]: string } = {
    'metadata.name': pod.name,
    'metadata.namespace': pod.namespace,
    'spec.nodeName': pod.node.name,
    'status.podIP': pod.ip,
    'status.hostIP': pod.node.ip,
  };
  const value = fields[fieldRef?.fieldPath];
  if (value === undefined) throw new Error(`${pod.name}: ${JSON.stringify(fieldRef)} is not known here`);
  return value;
}

/** The arguments that a program of another version knows, by what it says itself: of the command that comes first, if one does. */
function knownTo(program: Program, args: readonly string[]): string[] {
  const commands = args.slice(0, 1).filter((arg) => !arg.startsWith('-'));
  const { stdout, stderr } = spawnSync(program.path, [...commands, '--help'], { encoding: 'utf8' });
  const help = `${stdout}\n${stderr}`;
  return args.filter((arg) => {
    const [, name] = /^--(?:no-)?([\w.-]+)/.exec(arg) ?? [];
    const isKnown = name === undefined || help.includes(`--${name}`) || help.includes(`--[no-]${name}`);
    if (!isKnown) process.stderr.write(`${program.name} ${program.version} does not know ${arg}: left out\n`);
    return isKnown;
  });
}
