import type { KubeObject } from '../support/kube-object';

/** The parts of the sound output, by role; a test breaks one of them. Loose types: a fault is mostly a type error, too. */
export interface SoundObjects {
  readonly [role: string]: any;
}

const LABELS = { app: 'shop' };
const DB_LABELS = { app: 'db' };
const RESTRICTED = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};
const RESOURCES = { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '128Mi' } };

/** A small output that every rule accepts and every API server would take: a shop with its database. */
export function soundObjects(): SoundObjects {
  // parsed again so that no two objects share a part that a fault could reach from another place
  return JSON.parse(JSON.stringify({ ...config(), ...workloads(), ...traffic() }));
}

/** One custom resource of each kind that the project writes. */
export function soundCustomResources(): SoundObjects {
  const monitoring = 'monitoring.coreos.com/v1';
  const selector = { matchLabels: LABELS };
  return {
    serviceMonitor: object(monitoring, 'ServiceMonitor', 'shop', {
      spec: { selector, endpoints: [{ port: 'http', interval: '30s', relabelings: [{ action: 'Replace' }] }] },
    }),
    podMonitor: object(monitoring, 'PodMonitor', 'shop', {
      spec: { selector, podMetricsEndpoints: [{ port: 'http' }] },
    }),
    rule: object(monitoring, 'PrometheusRule', 'shop', {
      spec: { groups: [{ name: 'shop', rules: [{ alert: 'Down', expr: 'up == 0', for: '5m' }] }] },
    }),
    application: object('argoproj.io/v1alpha1', 'Application', 'shop', {
      spec: {
        project: 'default',
        destination: { namespace: 'shop', server: 'https://kubernetes.default.svc' },
        source: { repoURL: 'https://example.com/shop.git', path: 'dist', directory: { recurse: true } },
        syncPolicy: { syncOptions: ['ServerSideApply=true'] },
      },
    }),
    project: object('argoproj.io/v1alpha1', 'AppProject', 'shop', { spec: { sourceRepos: ['*'] } }),
  };
}

/** The same as the list that the rules take. */
export function listOf(objects: SoundObjects): KubeObject[] {
  return Object.values(objects);
}

function object(apiVersion: string, kind: string, name: string, rest: object): KubeObject {
  return { apiVersion, kind, metadata: { name, namespace: 'shop' }, ...rest };
}

function config(): SoundObjects {
  const enforce = { 'pod-security.kubernetes.io/enforce': 'restricted' };
  return {
    namespace: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: enforce } },
    account: object('v1', 'ServiceAccount', 'shop', {}),
    role: object('rbac.authorization.k8s.io/v1', 'Role', 'shop', {
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] }],
    }),
    binding: object('rbac.authorization.k8s.io/v1', 'RoleBinding', 'shop', {
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'shop' },
      subjects: [{ kind: 'ServiceAccount', name: 'shop', namespace: 'shop' }],
    }),
    configMap: object('v1', 'ConfigMap', 'shop', { data: { 'shop.yaml': 'currency: KRW\n' } }),
    secret: object('v1', 'Secret', 'db', { stringData: { password: 'not-a-secret' } }),
  };
}

function workloads(): SoundObjects {
  return {
    deployment: object('apps/v1', 'Deployment', 'shop', {
      spec: { selector: { matchLabels: LABELS }, template: { metadata: { labels: LABELS }, spec: shopPod() } },
    }),
    statefulSet: object('apps/v1', 'StatefulSet', 'db', {
      spec: {
        replicas: 1,
        serviceName: 'db',
        selector: { matchLabels: DB_LABELS },
        template: { metadata: { labels: DB_LABELS }, spec: dbPod() },
        volumeClaimTemplates: [
          {
            apiVersion: 'v1',
            kind: 'PersistentVolumeClaim',
            metadata: { name: 'data' },
            spec: {
              accessModes: ['ReadWriteOnce'],
              resources: { requests: { storage: '1Gi' } },
              volumeMode: 'Filesystem',
            },
            status: { phase: 'Pending' },
          },
        ],
      },
    }),
    autoscaler: object('autoscaling/v2', 'HorizontalPodAutoscaler', 'shop', {
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'shop' },
        minReplicas: 2,
        maxReplicas: 4,
        metrics: [
          { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } },
        ],
      },
    }),
    budget: object('policy/v1', 'PodDisruptionBudget', 'shop', {
      spec: { minAvailable: 1, selector: { matchLabels: LABELS } },
    }),
  };
}

function shopPod(): object {
  return {
    serviceAccountName: 'shop',
    containers: [
      {
        name: 'shop',
        image: 'ghcr.io/acme/shop:1.4.2',
        args: ['--db=$(DB_USER)'],
        env: [
          { name: 'DB_USER', value: 'shop' },
          { name: 'DB_PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } },
        ],
        ports: [{ name: 'http', containerPort: 8080 }],
        readinessProbe: { httpGet: { path: '/ready', port: 'http' } },
        livenessProbe: { tcpSocket: { port: 8080 } },
        resources: RESOURCES,
        securityContext: RESTRICTED,
        volumeMounts: [{ name: 'config', mountPath: '/etc/shop' }],
      },
    ],
    volumes: [{ name: 'config', configMap: { name: 'shop', items: [{ key: 'shop.yaml', path: 'shop.yaml' }] } }],
  };
}

function dbPod(): object {
  return {
    automountServiceAccountToken: false,
    containers: [
      {
        name: 'db',
        image: `docker.io/library/postgres@sha256:${'a'.repeat(64)}`,
        envFrom: [{ secretRef: { name: 'db' } }],
        ports: [{ name: 'postgres', containerPort: 5432 }],
        resources: RESOURCES,
        securityContext: RESTRICTED,
        volumeMounts: [{ name: 'data', mountPath: '/var/lib/postgresql/data' }],
      },
    ],
  };
}

function traffic(): SoundObjects {
  return {
    service: object('v1', 'Service', 'shop', {
      spec: { selector: LABELS, ports: [{ name: 'http', port: 80, targetPort: 'http' }] },
    }),
    dbService: object('v1', 'Service', 'db', {
      spec: { clusterIP: 'None', selector: DB_LABELS, ports: [{ name: 'postgres', port: 5432 }] },
    }),
    ingress: object('networking.k8s.io/v1', 'Ingress', 'shop', {
      spec: {
        rules: [
          {
            host: 'shop.example.com',
            http: {
              paths: [
                { path: '/', pathType: 'Prefix', backend: { service: { name: 'shop', port: { name: 'http' } } } },
              ],
            },
          },
        ],
      },
    }),
    networkPolicy: object('networking.k8s.io/v1', 'NetworkPolicy', 'db', {
      spec: {
        podSelector: { matchLabels: DB_LABELS },
        policyTypes: ['Ingress'],
        ingress: [{ from: [{ podSelector: { matchLabels: LABELS } }], ports: [{ port: 'postgres' }] }],
      },
    }),
  };
}
