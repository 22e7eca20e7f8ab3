import { Duration } from 'cdk8s';
import { lokiConfig, TYPED_PROPS, type LokiConfigInput } from '../../lib/loki/loki-config';
import { LokiSchemaPeriod } from '../../lib/loki/loki-schema';

function configOf(input: Partial<LokiConfigInput> = {}): any {
  return lokiConfig({
    retention: Duration.days(7),
    schemaPeriods: [new LokiSchemaPeriod('2024-01-01')],
    ingestionRateMb: 16,
    maxStreams: 5000,
    ...input,
  });
}

/** Every key of a configuration, with the keys that it stands below. */
function keysOf(config: any, below = ''): string[] {
  if (typeof config !== 'object' || config === null) return [];
  return Object.entries(config).flatMap(([key, value]) => [`${below}${key}`, ...keysOf(value, `${below}${key}.`)]);
}

describe('lokiConfig', () => {
  test('keeps what the values of the guide set', () => {
    const config = configOf();

    expect(config.auth_enabled).toBe(false);
    expect(config.common.replication_factor).toBe(1);
    expect(config.schema_config.configs).toEqual([
      {
        from: '2024-01-01',
        store: 'tsdb',
        object_store: 'filesystem',
        schema: 'v13',
        index: { prefix: 'index_', period: '24h' },
      },
    ]);
    expect(config.server.http_listen_port).toBe(3100);
  });

  test('deletes what is older than the retention, by all three settings that it takes', () => {
    const config = configOf({ retention: Duration.days(3) });

    expect(config.limits_config.retention_period).toBe('72h');
    expect(config.compactor).toEqual({ retention_enabled: true, delete_request_store: 'filesystem' });
  });

  test('has no unit of time that Go cannot read', () => {
    const durations = keysOf(configOf({ retention: Duration.days(30) })).length;
    const text = JSON.stringify(configOf({ retention: Duration.days(30) }));

    expect(durations).toBeGreaterThan(40);
    expect(text.match(/"\d+[dwy]"/g)).toBeNull();
  });

  test('needs no other process: no gossip, no cache server, no search for an address', () => {
    const config = configOf();
    const keys = keysOf(config);

    expect(keys.filter((key) => /memberlist|memcached|redis|consul/.test(key))).toEqual([]);
    expect(config.common.ring.kvstore).toEqual({ store: 'inmemory' });
    expect(config.common.instance_addr).toBe('127.0.0.1');
    expect(config.server.grpc_listen_address).toBe('127.0.0.1');
  });

  test('bounds both caches, of which the second is made five times', () => {
    const config = configOf();
    const chunks = config.chunk_store_config.chunk_cache_config.embedded_cache;
    const results = config.query_range.results_cache.cache.embedded_cache;

    expect([chunks.enabled, results.enabled]).toEqual([true, true]);
    expect(chunks.max_size_mb + 5 * results.max_size_mb).toBeLessThanOrEqual(64);
  });

  test('reports nothing to anyone', () => {
    expect(configOf().analytics).toEqual({ reporting_enabled: false });
  });

  test('takes the first replay of all logs, in bursts of twice the rate, from one stream too', () => {
    expect(configOf({ ingestionRateMb: 24 }).limits_config).toMatchObject({
      ingestion_rate_mb: 24,
      ingestion_burst_size_mb: 48,
      per_stream_rate_limit: '24MB',
      per_stream_rate_limit_burst: '48MB',
    });
  });

  test('answers with 5,000 lines of some KB, which the parts of Loki send each other', () => {
    const { grpc_server_max_recv_msg_size: received, grpc_server_max_send_msg_size: sent } = configOf().server;

    expect(received).toBeGreaterThanOrEqual(5_000 * 6_000);
    expect(sent).toBe(received);
  });

  test('lets a query run as long as the connection does', () => {
    const { server, limits_config: limits } = configOf();

    expect([server.http_server_read_timeout, server.http_server_write_timeout]).toEqual(['10m', '10m']);
    expect(limits.query_timeout).toBe('5m');
  });

  test('lets more than ten canaries read along', () => {
    expect(configOf().limits_config.max_concurrent_tail_requests).toBe(100);
  });

  test('writes its chunks when it stops and bounds the replay of the rest', () => {
    expect(configOf({ memoryLimit: '512Mi' }).ingester.wal).toEqual({
      flush_on_shutdown: true,
      replay_memory_ceiling: '384MB',
    });
    expect(configOf().ingester.wal.replay_memory_ceiling).toBeUndefined();
  });

  test('keeps all its data below one path, and reads rules from another', () => {
    const { common } = configOf();

    expect(common.path_prefix).toBe('/var/loki');
    expect(common.storage).toEqual({
      filesystem: { chunks_directory: '/var/loki/chunks', rules_directory: '/etc/loki/rules' },
    });
  });

  test('sets every key that is said to have a prop', () => {
    const keys = keysOf(configOf({ memoryLimit: '512Mi' }));

    expect(Object.keys(TYPED_PROPS).filter((path) => !keys.includes(path))).toEqual([]);
  });
});
