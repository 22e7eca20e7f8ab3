// Metrics that each scrape job stores, as far as mixins use them; from the sources of the version that is deployed.
// A panel or an alert on anything else would stay empty or silent for ever.

interface Job {
  /** On k3s and elsewhere. */
  readonly everywhere: readonly string[];
  /** Only where volumes and disks have figures of their own. */
  readonly standard?: readonly string[];
}

/** `job` label -> names of metrics. */
export const SCRAPED: { readonly [job: string]: Job } = {
  // cAdvisor v0.5x lib/metrics/prometheus.go; kubelet pkg/kubelet/metrics
  kubelet: {
    everywhere: [
      'container_cpu_usage_seconds_total',
      'container_cpu_cfs_periods_total',
      'container_cpu_cfs_throttled_periods_total',
      'container_memory_working_set_bytes',
      'container_memory_rss',
      'container_memory_cache',
      'container_network_receive_bytes_total',
      'container_network_transmit_bytes_total',
      'container_network_receive_packets_dropped_total',
      'container_network_transmit_packets_dropped_total',
    ],
    standard: [
      'container_fs_reads_bytes_total',
      'container_fs_writes_bytes_total',
      'kubelet_volume_stats_used_bytes',
      'kubelet_volume_stats_capacity_bytes',
    ],
  },
  // kube-state-metrics docs/metrics
  'kube-state-metrics': {
    everywhere: [
      'kube_pod_info',
      'kube_pod_status_phase',
      'kube_pod_status_ready',
      'kube_pod_container_status_restarts_total',
      'kube_pod_container_status_last_terminated_reason',
      'kube_pod_container_resource_requests',
      'kube_pod_container_resource_limits',
      'kube_horizontalpodautoscaler_status_desired_replicas',
      'kube_horizontalpodautoscaler_spec_max_replicas',
      'kube_node_info',
      'kube_node_status_allocatable',
      'kube_node_status_condition',
    ],
  },
  // node_exporter collector/: cpu, loadavg, meminfo, vmstat, diskstats, filesystem, netdev, uname, stat, time
  'node-exporter': {
    everywhere: [
      'node_uname_info',
      'node_time_seconds',
      'node_boot_time_seconds',
      'node_cpu_seconds_total',
      'node_load1',
      'node_load5',
      'node_load15',
      'node_memory_MemTotal_bytes',
      'node_memory_MemAvailable_bytes',
      'node_memory_MemFree_bytes',
      'node_memory_Buffers_bytes',
      'node_memory_Cached_bytes',
      'node_memory_SReclaimable_bytes',
      'node_vmstat_pgmajfault',
      'node_vmstat_oom_kill',
      'node_disk_read_bytes_total',
      'node_disk_written_bytes_total',
      'node_disk_io_time_seconds_total',
      'node_filesystem_size_bytes',
      'node_filesystem_avail_bytes',
      'node_filesystem_files',
      'node_filesystem_files_free',
      'node_network_receive_bytes_total',
      'node_network_transmit_bytes_total',
      'node_network_receive_errs_total',
      'node_network_transmit_errs_total',
      'node_network_receive_drop_total',
      'node_network_transmit_drop_total',
    ],
  },
  // prometheus cmd/prometheus/main.go, rules/group.go, tsdb/wlog/wlog.go, discovery/kubernetes/metrics.go
  'prom-kube-prometheus-stack-prometheus': {
    everywhere: [
      'prometheus_config_last_reload_successful',
      'prometheus_rule_evaluation_failures_total',
      'prometheus_rule_group_iterations_missed_total',
      'prometheus_sd_kubernetes_failures_total',
      'prometheus_tsdb_wal_writes_failed_total',
    ],
  },
  // loki v3.7.6 pkg/ingester/metrics.go, vendor/github.com/grafana/dskit/server/metrics.go
  loki: { everywhere: ['loki_ingester_wal_disk_usage_percent', 'loki_request_duration_seconds_count'] },
  // loki v3.7.6 pkg/canary/comparator/comparator.go
  'loki-canary': { everywhere: ['loki_canary_entries_total', 'loki_canary_missing_entries_total'] },
  // loki v3.6.11 clients/pkg/promtail/client/client.go
  promtail: { everywhere: ['promtail_dropped_entries_total'] },
  // alloy v1.18.1 internal/component/common/loki/client/metrics.go
  alloy: { everywhere: ['loki_write_dropped_entries_total'] },
};

/** Written by Prometheus itself for each target. */
export const OF_EVERY_TARGET = ['up'];
