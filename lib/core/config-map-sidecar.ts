import { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import { checkContainerProps, imageReference } from './component';
import type { ContainerImage } from './container-image';
import { invalid } from './errors';
import { IMAGES } from './images';
import { k8s } from './k8s';
import { checkProps, checkTexts } from './kinds';
import { checkDnsLabel } from './names';
import { namespaceOf } from './namespace';
import { httpProbe } from './probes';
import { ComputeResources } from './resources';
import { restrictedContainer } from './security';

/** Which ConfigMaps are watched beside those of the namespace of the pod, and with what. */
export interface SidecarOptions {
  readonly namespaces?: string[];
  readonly image?: ContainerImage;
  readonly resources?: ComputeResources;
}

/** One sidecar: what it looks for, and where it puts what it finds. */
export interface ConfigMapSidecar {
  /** Name of the container. */
  readonly name: string;
  /** Label of the ConfigMaps; its value is `1`. */
  readonly label: string;
  /** Volume that it shares with the program. */
  readonly volume: string;
  /** Where both have the volume. */
  readonly folder: string;
  /** Name and number of the port of its probes, unlike those of every other container of the pod. */
  readonly portName: string;
  readonly healthPort: number;
  /** How often it lists the ConfigMaps; it watches them when left out, and may miss that one is deleted between two watches. */
  readonly period?: Duration;
  /** What it is told besides. */
  readonly env?: k8s.EnvVar[];
}

const DEFAULTS = {
  // docs/footprint.md: 109 MiB, most of it the program itself; the same was measured on a large cluster
  // (kiwigrid/k8s-sidecar#504), and the limit leaves room for more
  resources: new ComputeResources({ cpuRequest: '10m', memoryRequest: '112Mi', memoryLimit: '192Mi' }),
};

/** What a sidecar may read in every namespace that it watches. */
export const READS_CONFIG_MAPS: k8s.PolicyRule = {
  apiGroups: [''],
  resources: ['configmaps'],
  verbs: ['list', 'watch'],
};

/** A copy of the options of a discovery; fails for a namespace that is no name or stands twice. */
export function checkedOptions<Options extends SidecarOptions>(discovery: string, options: Options): Options {
  checkProps(discovery, options, 'options');
  checkContainerProps(discovery, options);
  checkTexts(discovery, 'namespaces', options.namespaces);
  const namespaces = [...(options.namespaces ?? [])];
  const seen = new Set<string>();
  for (const namespace of namespaces) {
    checkDnsLabel(discovery, 'namespaces', namespace);
    if (seen.has(namespace)) invalid(discovery, 'namespaces', namespace, 'it stands twice; name each namespace once');
    seen.add(namespace);
  }
  return { ...options, namespaces };
}

/**
 * Containers that write the files of labelled ConfigMaps into volumes of their pod. Fails for the namespace of the pod, which
 * they watch in any case.
 *
 * @param program whose pod it is, for the message
 * @see https://github.com/kiwigrid/k8s-sidecar
 */
export function configMapSidecars(
  scope: Construct,
  program: string,
  sidecars: readonly ConfigMapSidecar[],
  options: SidecarOptions & { readonly imageRegistry?: string | undefined },
): k8s.Container[] {
  const { image = IMAGES.grafanaSidecar, resources = DEFAULTS.resources, namespaces = [], imageRegistry } = options;
  const own = namespaceOf(scope);
  if (namespaces.includes(own)) invalid(scope, 'namespaces', own, `it is ${program}'s own, which is watched anyway`);
  const reference = imageReference(image, imageRegistry === undefined ? {} : { imageRegistry });
  const watched = [own, ...namespaces].join(',');
  return sidecars.map((sidecar) => container(sidecar, reference, resources, watched));
}

/** Who is granted something in namespaces that are not its own. */
export interface Grantee {
  readonly account: string;
  readonly labels: { [key: string]: string };
  readonly rules: k8s.PolicyRule[];
}

/** Lets the account of a pod do something in other namespaces, by a Role and a RoleBinding in each. */
export function grantElsewhere(scope: Construct, namespaces: readonly string[], grantee: Grantee): void {
  const { account, labels, rules } = grantee;
  const own = namespaceOf(scope);
  for (const namespace of namespaces) {
    // two programs of that name may watch the same namespace
    const metadata = { name: `${own}-${account}`, namespace, labels };
    new k8s.KubeRole(scope, `Role-${namespace}`, { metadata, rules });
    new k8s.KubeRoleBinding(scope, `RoleBinding-${namespace}`, {
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: metadata.name },
      subjects: [{ kind: 'ServiceAccount', name: account, namespace: own }],
    });
  }
}

function container(
  sidecar: ConfigMapSidecar,
  image: string,
  resources: ComputeResources,
  namespaces: string,
): k8s.Container {
  const { name, label, volume, folder, portName, healthPort, period, env = [] } = sidecar;
  const probe = (seconds: number, failures: number): k8s.Probe =>
    httpProbe(portName, '/healthz', { period: Duration.seconds(seconds), timeout: Duration.seconds(5), failures });
  return {
    name,
    image,
    env: [
      { name: 'METHOD', value: period === undefined ? 'WATCH' : 'SLEEP' },
      ...(period === undefined ? [] : [{ name: 'SLEEP_TIME', value: String(period.toSeconds()) }]),
      { name: 'RESOURCE', value: 'configmap' },
      { name: 'NAMESPACE', value: namespaces },
      { name: 'LABEL', value: label },
      { name: 'LABEL_VALUE', value: '1' },
      { name: 'FOLDER', value: folder },
      // two ConfigMaps may well both have a file of the same name
      { name: 'UNIQUE_FILENAMES', value: 'true' },
      { name: 'HEALTH_PORT', value: String(healthPort) },
      // no WATCH_CLIENT_TIMEOUT: set as a variable it is no number to the client, which then waits for ever
      ...env,
    ],
    ports: [{ name: portName, containerPort: healthPort }],
    // not ready before its first list, which waits for the answer of a Grafana that may still be starting
    startupProbe: probe(5, 60),
    readinessProbe: probe(10, 3),
    livenessProbe: probe(30, 3),
    resources: resources._toKube(),
    securityContext: restrictedContainer(),
    terminationMessagePolicy: 'FallbackToLogsOnError',
    volumeMounts: [{ name: volume, mountPath: folder }],
  };
}
