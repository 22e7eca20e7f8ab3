import { Duration, Size } from 'cdk8s';
import type { BoundCredentials } from '../core/credentials';
import type { k8s } from '../core/k8s';
import { httpProbe } from '../core/probes';
import { quantityValue } from '../core/quantity';
import type { ComputeResources } from '../core/resources';
import { restrictedContainer } from '../core/security';
import { emptyDir } from '../core/storage';
import { DATA_SOURCES_PATH } from './discovery-sidecars';
import { DATA_SOURCES_FILE, PROVIDERS_FILE } from './provisioning';

/** File of Grafana's settings. */
export const INI_FILE = 'grafana.ini';

/** Number of the container's port; its name is `grafana`. */
export const GRAFANA_PORT = 3000;

/** User of the image. @see https://github.com/grafana/grafana/blob/v13.2.3/Dockerfile */
export const GRAFANA_USER = 472;

/** What the container of Grafana is made of. */
export interface GrafanaContainer {
  readonly image: string;
  readonly resources: ComputeResources;
  readonly admin: BoundCredentials;
}

/** The container of Grafana, without what is mounted. */
export function grafanaContainer({ image, resources, admin }: GrafanaContainer): k8s.Container {
  const probe = (seconds: number, timeout: number, failures: number): k8s.Probe => {
    const timings = { period: Duration.seconds(seconds), timeout: Duration.seconds(timeout), failures };
    return httpProbe('grafana', '/api/health', timings);
  };
  return {
    name: 'grafana',
    image,
    env: [
      // Grafana makes this user when its database is new, and reads neither of the two ever after
      admin.usernameVariable('GF_SECURITY_ADMIN_USER'),
      admin.passwordVariable('GF_SECURITY_ADMIN_PASSWORD'),
      ...goMemoryLimit(resources),
    ],
    ports: [{ name: 'grafana', containerPort: GRAFANA_PORT }],
    // the first start makes the database, which takes minutes on a slow disk
    startupProbe: probe(5, 5, 60),
    readinessProbe: probe(10, 5, 3),
    // asks the database too, which a large query can hold up
    livenessProbe: probe(30, 15, 5),
    resources: resources._toKube(),
    securityContext: restrictedContainer(),
    terminationMessagePolicy: 'FallbackToLogsOnError',
  };
}

/** The directories that Grafana writes to, apart from its storage. */
export function scratchVolumes(): k8s.Volume[] {
  // sockets of the plugins' processes, downloads on their way to the browser
  return [emptyDir('tmp', Size.mebibytes(256))];
}

/** What Grafana has mounted whatever its dashboards are. */
export function baseMounts(): k8s.VolumeMount[] {
  const config = (file: string, mountPath: string): k8s.VolumeMount => ({
    name: 'config',
    mountPath,
    subPath: file,
    readOnly: true,
  });
  return [
    { name: 'storage', mountPath: '/var/lib/grafana' },
    { name: 'tmp', mountPath: '/tmp' },
    // files, not directories: other files of these directories come with the image or are discovered; a changed one
    // restarts the pod
    config(INI_FILE, '/etc/grafana/grafana.ini'),
    config(DATA_SOURCES_FILE, `${DATA_SOURCES_PATH}/${DATA_SOURCES_FILE}`),
    config(PROVIDERS_FILE, `/etc/grafana/provisioning/dashboards/${PROVIDERS_FILE}`),
  ];
}

// the data source plugins of Loki and Prometheus are processes of their own in the same container
const SHARE_OF_GRAFANA = 0.7;

function goMemoryLimit({ memoryLimit }: ComputeResources): k8s.EnvVar[] {
  if (memoryLimit === undefined) return [];
  const mebibytes = Math.floor(((quantityValue(memoryLimit) ?? 0) * SHARE_OF_GRAFANA) / 2 ** 20);
  return [{ name: 'GOMEMLIMIT', value: `${mebibytes}MiB` }];
}
