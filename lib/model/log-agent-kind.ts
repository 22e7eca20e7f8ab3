/** Which program collects the logs of the pods: decides the names of the metrics that tell of it. */
export enum LogAgentKind {
  /** Grafana Alloy: metrics `loki_source_file_*` and `loki_write_*`. */
  ALLOY = 'alloy',
  /** Promtail: metrics `promtail_*`. */
  PROMTAIL = 'promtail',
}
