/**
 * What the Helm chart `grafana/loki` 6.53.0 tells Loki for the values of the guide: the keys that decide where and how data
 * lie. Left out are addresses of the cluster (caches, memberlist), which a single process does not need.
 */
export const CHART_6 = {
  auth_enabled: false,
  common: {
    path_prefix: '/var/loki',
    replication_factor: 1,
    storage: { filesystem: { chunks_directory: '/var/loki/chunks', rules_directory: '/var/loki/rules' } },
  },
  limits_config: {
    max_cache_freshness_per_query: '10m',
    query_timeout: '300s',
    reject_old_samples: true,
    reject_old_samples_max_age: '168h',
    split_queries_by_interval: '15m',
    volume_enabled: true,
  },
  pattern_ingester: { enabled: false },
  ruler: { storage: { type: 'local' }, wal: { dir: '/var/loki/ruler-wal' } },
  schema_config: {
    configs: [
      {
        from: '2024-01-01',
        store: 'tsdb',
        object_store: 'filesystem',
        schema: 'v13',
        index: { prefix: 'index_', period: '24h' },
      },
    ],
  },
  server: { http_server_read_timeout: '600s', http_server_write_timeout: '600s' },
  storage_config: {
    bloom_shipper: { working_directory: '/var/loki/data/bloomshipper' },
    hedging: { at: '250ms', max_per_second: 20, up_to: 3 },
    use_thanos_objstore: false,
  },
};

/**
 * What the chart `grafana/loki` 2.16.0, which `grafana/loki-stack` brings, tells Loki: BoltDB, below the folder `loki` of its
 * volume. Left out are the keys that Loki 3 no longer knows and that move no data.
 */
export const CHART_2 = {
  auth_enabled: false,
  ingester: {
    chunk_idle_period: '3m',
    chunk_block_size: 262144,
    wal: { dir: '/data/loki/wal' },
    lifecycler: { ring: { replication_factor: 1 } },
  },
  limits_config: {
    reject_old_samples: true,
    reject_old_samples_max_age: '168h',
    // what Loki 3 asks for beside such a schema; Loki 2 knew no structured metadata
    allow_structured_metadata: false,
  },
  schema_config: {
    configs: [
      {
        from: '2020-10-24',
        store: 'boltdb-shipper',
        object_store: 'filesystem',
        schema: 'v11',
        index: { prefix: 'index_', period: '24h' },
      },
    ],
  },
  storage_config: {
    boltdb_shipper: {
      active_index_directory: '/data/loki/boltdb-shipper-active',
      cache_location: '/data/loki/boltdb-shipper-cache',
      cache_ttl: '24h',
    },
    filesystem: { directory: '/data/loki/chunks' },
  },
  compactor: { working_directory: '/data/loki/boltdb-shipper-compactor' },
};
