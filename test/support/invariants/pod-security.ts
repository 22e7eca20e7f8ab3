import { describeObject } from '../kube-object';
import { containersOf, find, podSources, type PodSpec } from './pods';
import type { Rule } from './rule';

/** The levels of the Pod Security Standards that forbid anything. */
export type SecurityLevel = 'baseline' | 'restricted';

const ENFORCE = 'pod-security.kubernetes.io/enforce';

/** Pods pass the Pod Security Standard that their namespace enforces: admission refuses them otherwise, one by one. */
export const podSecurity: Rule = (objects) =>
  podSources(objects).flatMap(({ owner, namespace, spec }) => {
    const level = find(objects, 'Namespace', undefined, namespace)?.metadata.labels?.[ENFORCE] ?? 'privileged';
    if (level === 'privileged') return [];
    return podSecurityViolations(spec, level as SecurityLevel).map(
      (violation) => `${describeObject(owner)}: not ${level}: ${violation}`,
    );
  });

/**
 * What in a pod breaks a Pod Security Standard, for Linux pods.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export function podSecurityViolations(spec: PodSpec, level: SecurityLevel): string[] {
  return level === 'baseline' ? baseline(spec) : [...baseline(spec), ...restricted(spec)];
}

const BASELINE_CAPABILITIES = [
  ...['AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'MKNOD', 'NET_BIND_SERVICE', 'SETFCAP'],
  ...['SETGID', 'SETPCAP', 'SETUID', 'SYS_CHROOT'],
];
const BASELINE_SYSCTLS = [
  ...['kernel.shm_rmid_forced', 'net.ipv4.ip_local_port_range', 'net.ipv4.ip_unprivileged_port_start'],
  ...['net.ipv4.tcp_syncookies', 'net.ipv4.ping_group_range'],
];
const BASELINE_SELINUX_TYPES = ['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t'];
const RESTRICTED_VOLUMES = [
  ...['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'persistentVolumeClaim', 'projected', 'secret'],
];

function baseline(spec: any): string[] {
  const contexts = [
    spec.securityContext ?? {},
    ...containersOf(spec).map((container) => container.securityContext ?? {}),
  ];
  const sysctls: any[] = spec.securityContext?.sysctls ?? [];
  return [
    ...['hostNetwork', 'hostPID', 'hostIPC'].filter((field) => spec[field]),
    ...(spec.volumes ?? []).filter((volume: any) => volume.hostPath).map((volume: any) => `hostPath '${volume.name}'`),
    ...sysctls.filter(({ name }) => !BASELINE_SYSCTLS.includes(name)).map(({ name }) => `sysctl '${name}'`),
    ...contexts.flatMap(({ appArmorProfile, seccompProfile, seLinuxOptions }) => [
      ...(appArmorProfile?.type === 'Unconfined' ? ['AppArmor Unconfined'] : []),
      ...(seccompProfile?.type === 'Unconfined' ? ['seccomp Unconfined'] : []),
      ...(BASELINE_SELINUX_TYPES.includes(seLinuxOptions?.type ?? '') ? [] : [`SELinux type '${seLinuxOptions.type}'`]),
      ...(seLinuxOptions?.user || seLinuxOptions?.role ? ['SELinux user or role'] : []),
    ]),
    ...containersOf(spec).flatMap((container) =>
      baselineContainer(container).map((violation) => `container '${container.name}' ${violation}`),
    ),
  ];
}

function baselineContainer(container: any): string[] {
  const { securityContext = {}, ports = [], lifecycle = {} } = container;
  const calls = [
    container.startupProbe,
    container.readinessProbe,
    container.livenessProbe,
    ...Object.values<any>(lifecycle),
  ];
  const added: string[] = securityContext.capabilities?.add ?? [];
  return [
    ...(securityContext.privileged ? ['privileged'] : []),
    ...(['Default', undefined].includes(securityContext.procMount) ? [] : ['procMount']),
    ...added.filter((name) => !BASELINE_CAPABILITIES.includes(name)).map((name) => `adds ${name}`),
    // since v1.34: a probe may not be sent to another host
    ...calls
      .map((call) => call?.httpGet?.host ?? call?.tcpSocket?.host)
      .filter(Boolean)
      .map((host) => `probes host '${host}'`),
    ...ports.filter((port: any) => port.hostPort).map((port: any) => `hostPort ${port.hostPort}`),
  ];
}

function restricted(spec: any): string[] {
  const pod = spec.securityContext ?? {};
  return [
    ...(spec.volumes ?? [])
      .filter((volume: any) => Object.keys(volume).some((key) => key !== 'name' && !RESTRICTED_VOLUMES.includes(key)))
      .map((volume: any) => `volume '${volume.name}'`),
    ...(pod.runAsUser === 0 ? ['runAsUser 0'] : []),
    ...containersOf(spec).flatMap((container) =>
      restrictedContainer(container.securityContext ?? {}, pod).map(
        (violation) => `container '${container.name}' ${violation}`,
      ),
    ),
  ];
}

function restrictedContainer(own: any, pod: any): string[] {
  const added: string[] = own.capabilities?.add ?? [];
  return [
    ...(own.allowPrivilegeEscalation === false ? [] : ['allowPrivilegeEscalation is not false']),
    ...((own.runAsNonRoot ?? pod.runAsNonRoot) === true ? [] : ['runAsNonRoot is not true']),
    ...(own.runAsUser === 0 ? ['runAsUser 0'] : []),
    ...((own.seccompProfile ?? pod.seccompProfile) === undefined ? ['has no seccompProfile'] : []),
    ...((own.capabilities?.drop ?? []).includes('ALL') ? [] : ['does not drop ALL']),
    ...added.filter((name) => name !== 'NET_BIND_SERVICE').map((name) => `adds ${name}`),
  ];
}
