import type { VariableSpec } from '../../dashboard-builder/spec';

/** Uids and titles of the dashboards: links, bookmarks and people's habits hold on to them. */
export const NODES = { uid: '7d57716318ee0dddbac5a7f451fb7753', title: 'Node Exporter / Nodes' };

export const USE_CLUSTER = {
  uid: '3e97d1d02672cdd0861f4c97c64f89b2',
  title: 'Node Exporter / USE Method / Cluster',
};

/** What the dashboards are found by. */
export const TAGS = ['kubernetes', 'nodes'] as const;

/** Hidden: one cluster at a time; where no series carries the label, it is empty and matches them all. */
export const CLUSTER_VARIABLE: VariableSpec = {
  name: 'cluster',
  label: 'Cluster',
  query: 'label_values(node_uname_info{job="node-exporter"}, cluster)',
  hidden: true,
};
