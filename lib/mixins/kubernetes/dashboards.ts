/** Uids and titles of the dashboards: links, bookmarks and people's habits hold on to them. */
export const NAMESPACE_PODS = {
  uid: '85a562078cdf77779eaa1add43ccec1e',
  title: 'Kubernetes / Compute Resources / Namespace (Pods)',
};

export const NODE_PODS = {
  uid: '200ac8fdbfbb74b39aff88118e4d1c2c',
  title: 'Kubernetes / Compute Resources / Node (Pods)',
};
