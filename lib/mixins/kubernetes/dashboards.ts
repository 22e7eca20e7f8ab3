/** Uids and titles of the dashboards: links, bookmarks and people's habits hold on to them. */
export const CLUSTER = {
  uid: 'efa86fd1d0c121a26444b636a3f509a8',
  title: 'Kubernetes / Compute Resources / Cluster',
};

export const NAMESPACE_PODS = {
  uid: '85a562078cdf77779eaa1add43ccec1e',
  title: 'Kubernetes / Compute Resources / Namespace (Pods)',
};

export const NAMESPACE_WORKLOADS = {
  uid: 'a87fb0d919ec0ea5f6543124e16c42a5',
  title: 'Kubernetes / Compute Resources / Namespace (Workloads)',
};

export const NODE_PODS = {
  uid: '200ac8fdbfbb74b39aff88118e4d1c2c',
  title: 'Kubernetes / Compute Resources / Node (Pods)',
};

/** Variables: `namespace`, `pod`. */
export const POD = {
  uid: '6581e46e4e5c7ba40a07646395ef7b23',
  title: 'Kubernetes / Compute Resources / Pod',
};

/** Variables: `namespace`, `type` (deployment, statefulset, daemonset, job ...), `workload`. */
export const WORKLOAD = {
  uid: 'a164a7f0339f99e89cea5cb47e9be617',
  title: 'Kubernetes / Compute Resources / Workload',
};

export const NETWORKING_CLUSTER = {
  uid: 'ff635a025bcfea7bc3dd4f508990a3e9',
  title: 'Kubernetes / Networking / Cluster',
};

/** Variable: `namespace`. */
export const NETWORKING_NAMESPACE = {
  uid: '8b7a8b326d7a6f1f04244066368c67af',
  title: 'Kubernetes / Networking / Namespace (Pods)',
};

/** Variables: `namespace`, `pod`. */
export const NETWORKING_POD = {
  uid: '7a18067ce943a40ae25454675c19ff5c',
  title: 'Kubernetes / Networking / Pod',
};

/** Variables: `namespace`, `type`, `workload`. */
export const NETWORKING_WORKLOAD = {
  uid: '728bf77cc1166d2f3133bf25846876cc',
  title: 'Kubernetes / Networking / Workload',
};

export const COREDNS = { uid: 'vkQ0UHxik', title: 'CoreDNS' };

/** Of the kubelet's volumes: only where these have figures of their own. */
export const PERSISTENT_VOLUMES = {
  uid: '919b92a8e8041bd567af9edab12c840c',
  title: 'Kubernetes / Persistent Volumes',
};

/** Only where the API server is scraped by itself. */
export const API_SERVER = { uid: '09ec8aa1e996d6ffcd6817bbaff4db1b', title: 'Kubernetes / API server' };
