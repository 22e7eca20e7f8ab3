import { LogAgentKind } from '../../model/log-agent-kind';

/** Names of the metrics that a log agent tells of itself; both agents count the same things. */
export interface AgentMetrics {
  /** How people call the agent. */
  readonly title: string;
  readonly buildInfo: string;
  /** Files that are being read. */
  readonly filesActive: string;
  /** Counter by `path`. */
  readonly readLines: string;
  /** How far each file is read, by `path`. */
  readonly readBytes: string;
  /** How large each file is, by `path`. */
  readonly fileBytes: string;
  readonly sentLines: string;
  readonly sentBytes: string;
  /** What the agent gave up on, by `reason`. */
  readonly droppedLines: string;
  readonly retries: string;
  /** Base name of the histogram of pushes to Loki, by `status_code`; `-1` when there was no answer. */
  readonly pushDuration: string;
}

// names read from the programs: Alloy 1.18, Promtail 3.6
const METRICS: { readonly [kind in LogAgentKind]: AgentMetrics } = {
  [LogAgentKind.ALLOY]: {
    title: 'Alloy',
    buildInfo: 'alloy_build_info',
    filesActive: 'loki_source_file_files_active_total',
    readLines: 'loki_source_file_read_lines_total',
    readBytes: 'loki_source_file_read_bytes_total',
    fileBytes: 'loki_source_file_file_bytes_total',
    sentLines: 'loki_write_sent_entries_total',
    sentBytes: 'loki_write_sent_bytes_total',
    droppedLines: 'loki_write_dropped_entries_total',
    retries: 'loki_write_batch_retries_total',
    pushDuration: 'loki_write_request_duration_seconds',
  },
  [LogAgentKind.PROMTAIL]: {
    title: 'Promtail',
    buildInfo: 'promtail_build_info',
    filesActive: 'promtail_files_active_total',
    readLines: 'promtail_read_lines_total',
    readBytes: 'promtail_read_bytes_total',
    fileBytes: 'promtail_file_bytes_total',
    sentLines: 'promtail_sent_entries_total',
    sentBytes: 'promtail_sent_bytes_total',
    droppedLines: 'promtail_dropped_entries_total',
    retries: 'promtail_batch_retries_total',
    pushDuration: 'promtail_request_duration_seconds',
  },
};

/** The names of the agent that runs. */
export function agentMetrics(kind: LogAgentKind): AgentMetrics {
  return METRICS[kind];
}
