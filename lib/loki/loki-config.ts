import type { Duration } from 'cdk8s';
import type { TypedProps } from '../core/merge-config';
import { quantityValue } from '../core/quantity';
import type { ConfigValue } from '../core/render';
import { goDuration } from '../core/units';
import { schemaConfig, type LokiSchemaPeriod } from './loki-schema';

/** What a Loki of one process is told. */
export interface LokiConfigInput {
  /** How long lines are kept. */
  readonly retention: Duration;
  /** How index and chunks are written, by day. */
  readonly schemaPeriods: readonly LokiSchemaPeriod[];
  /** Lines accepted, in MB a second. */
  readonly ingestionRateMb: number;
  /** Streams held open at once. */
  readonly maxStreams: number;
  /** Memory above which the process is killed, as a Kubernetes quantity; none when left out. */
  readonly memoryLimit?: string;
}

/** Port of the HTTP API; pushes, queries, metrics and probes use it. */
export const HTTP_PORT = 3100;
/** Where the volume is mounted: write-ahead log, chunks, index, marks of the compactor. */
export const DATA_PATH = '/var/loki';
/** Below it, one folder a tenant holds rule files. */
export const RULES_PATH = '/etc/loki/rules';
/** The tenant of a Loki without multi-tenancy, which names folders. */
export const TENANT = 'fake';

/** What says these keys in types. */
export const TYPED_PROPS: TypedProps = {
  'limits_config.retention_period': 'retention',
  'limits_config.ingestion_rate_mb': 'ingestionRateMb',
  'limits_config.ingestion_burst_size_mb': 'ingestionRateMb',
  'limits_config.per_stream_rate_limit': 'ingestionRateMb',
  'limits_config.per_stream_rate_limit_burst': 'ingestionRateMb',
  'limits_config.max_global_streams_per_user': 'maxStreams',
  'schema_config.configs': 'schemaPeriods',
  'ingester.wal.replay_memory_ceiling': 'resources',
};

const LOOPBACK = '127.0.0.1';
const MIB = 2 ** 20;

// the rest is for what is flushed while the replay of the write-ahead log goes on
const REPLAY_SHARE_OF_LIMIT = 0.75;

/**
 * The configuration of a Loki that does everything in one process and keeps everything on one volume.
 *
 * @see https://grafana.com/docs/loki/latest/configure/
 */
export function lokiConfig(input: LokiConfigInput): { readonly [section: string]: ConfigValue } {
  return {
    auth_enabled: false,
    analytics: { reporting_enabled: false },
    server: server(),
    common: common(),
    schema_config: schemaConfig(input.schemaPeriods),
    limits_config: limits(input),
    // one without the others keeps lines for ever, or does not start
    compactor: { retention_enabled: true, delete_request_store: 'filesystem' },
    ingester: {
      // faster than the default, gzip, and with less memory, for chunks a third larger
      chunk_encoding: 'snappy',
      wal: {
        // nothing waits in the log while the pod is replaced
        flush_on_shutdown: true,
        replay_memory_ceiling: replayMemory(input.memoryLimit),
      },
    },
    ...caches(),
    // of how many subqueries the lines are held at once
    querier: { max_concurrent: 2 },
  };
}

function server(): ConfigValue {
  return {
    http_listen_port: HTTP_PORT,
    // the parts of this one process talk to each other alone
    grpc_listen_address: LOOPBACK,
    grpc_listen_port: 9095,
    // With the default of 4 MiB, an answer above it (Grafana asks for up to 5,000 lines) is not refused: the query
    // hangs until its timeout.
    grpc_server_max_recv_msg_size: 32 * MIB,
    grpc_server_max_send_msg_size: 32 * MIB,
    // at least `query_timeout`: the default, 30s, cuts the answer of a longer query
    http_server_read_timeout: '10m',
    http_server_write_timeout: '10m',
  };
}

function common(): ConfigValue {
  return {
    path_prefix: DATA_PATH,
    replication_factor: 1,
    // a ring of one: no gossip, and no search for an address of the pod
    instance_addr: LOOPBACK,
    ring: { kvstore: { store: 'inmemory' } },
    storage: { filesystem: { chunks_directory: `${DATA_PATH}/chunks`, rules_directory: RULES_PATH } },
  };
}

function limits({ retention, ingestionRateMb, maxStreams }: LokiConfigInput): ConfigValue {
  return {
    retention_period: goDuration(retention),
    query_timeout: '5m',
    // on its first start an agent sends all logs that the nodes still have
    ingestion_rate_mb: ingestionRateMb,
    ingestion_burst_size_mb: 2 * ingestionRateMb,
    per_stream_rate_limit: `${ingestionRateMb}MB`,
    per_stream_rate_limit_burst: `${2 * ingestionRateMb}MB`,
    max_global_streams_per_user: maxStreams,
    // each canary holds one: the default, 10, breaks them on the 11th node (grafana/loki#2894)
    max_concurrent_tail_requests: 100,
  };
}

function caches(): { readonly [section: string]: ConfigValue } {
  // Without these, each is 100 MB. The second is made five times over, for results, statistics, volumes, series and
  // labels: 56 MB in all.
  const embedded = (megabytes: number): ConfigValue => ({
    embedded_cache: { enabled: true, max_size_mb: megabytes },
  });
  return {
    chunk_store_config: { chunk_cache_config: embedded(16) },
    query_range: {
      align_queries_with_step: true,
      cache_results: true,
      results_cache: { cache: embedded(8) },
    },
  };
}

/** How much the replay may hold before it flushes. Loki's own 4 GB is more than most limits, and above one it is killed. */
function replayMemory(memoryLimit: string | undefined): string | undefined {
  if (memoryLimit === undefined) return undefined;
  return `${Math.floor(((quantityValue(memoryLimit) ?? 0) * REPLAY_SHARE_OF_LIMIT) / MIB)}MB`;
}
