import { App, Chart, Duration, Size } from 'cdk8s';
import { ComputeResources } from '../../lib/core/resources';
import { Storage } from '../../lib/core/storage';
import { Loki, type LokiProps } from '../../lib/loki/loki';
import { LokiSchemaPeriod } from '../../lib/loki/loki-schema';
import { allInvariants } from '../support/invariants';
import { podSecurityViolations } from '../support/invariants/pod-security';
import { KUBERNETES_VERSIONS, schemaErrors } from '../support/kubernetes-schema';
import { manifestsOf, testChart, type Manifests } from '../support/manifests';

// the namespace is made by the stack
const CHART = { externals: ['Namespace/monitoring'] };

function synthesize(props?: LokiProps): Manifests {
  const chart = testChart();
  new Loki(chart, 'Loki', props);
  return manifestsOf(chart);
}

function podOf(manifests: Manifests): any {
  return manifests.one('StatefulSet').spec.template.spec;
}

function configOf(manifests: Manifests, name = 'loki'): any {
  return manifests.config('ConfigMap', name, 'config.yaml');
}

describe('Loki', () => {
  test('has the names, the port, the size and the volume of the guide', () => {
    const manifests = synthesize();
    const { spec } = manifests.one('StatefulSet', 'monitoring/loki');

    expect(spec.replicas).toBe(1);
    expect(spec.serviceName).toBe('loki-headless');
    expect(spec.template.spec.containers[0].resources.requests).toEqual({ cpu: '100m', memory: '256Mi' });
    expect(spec.volumeClaimTemplates).toMatchObject([
      { metadata: { name: 'storage' }, spec: { resources: { requests: { storage: '10Gi' } } } },
    ]);
    expect(manifests.one('Service', 'monitoring/loki').spec.ports).toEqual([
      { name: 'http-metrics', port: 3100, targetPort: 'http-metrics' },
    ]);
    expect(manifests.one('Service', 'monitoring/loki-headless').spec.clusterIP).toBe('None');
  });

  test('tells where it is and how its metrics are found', () => {
    const { endpoint, scrapeTarget } = new Loki(testChart(), 'Loki');

    expect(endpoint.urlFrom('monitoring')).toBe('http://loki:3100');
    expect(scrapeTarget.jobName).toBe('loki');
    expect(scrapeTarget._discovery).toEqual({
      kind: 'service',
      service: 'loki',
      namespace: 'monitoring',
      portName: 'http-metrics',
    });
  });

  test('keeps logs for a week by default, and deletes them after it', () => {
    const config = configOf(synthesize());

    expect(config.limits_config.retention_period).toBe('168h');
    expect(config.compactor.retention_enabled).toBe(true);
  });

  test('keeps logs for another time, a day at least', () => {
    expect(configOf(synthesize({ retention: Duration.hours(24) })).limits_config.retention_period).toBe('24h');
    expect(configOf(synthesize({ retention: Duration.minutes(36 * 60 + 30) })).limits_config.retention_period).toBe(
      '36h30m',
    );
  });

  test('appends a schema period to those that have begun', () => {
    const schemaPeriods = [new LokiSchemaPeriod('2022-06-01', { schema: 'v12' }), new LokiSchemaPeriod('2024-01-01')];
    const { configs } = configOf(synthesize({ schemaPeriods })).schema_config;

    expect(configs.map(({ from, schema }: any) => [from, schema])).toEqual([
      ['2022-06-01', 'v12'],
      ['2024-01-01', 'v13'],
    ]);
  });

  test('takes other limits of what it is sent', () => {
    const limits = configOf(synthesize({ ingestionRateMb: 4, maxStreams: 20_000 })).limits_config;

    expect(limits).toMatchObject({ ingestion_rate_mb: 4, max_global_streams_per_user: 20_000 });
  });

  test('restarts when its configuration changes, and for nothing else', () => {
    const checksum = (props?: LokiProps): string =>
      synthesize(props).one('StatefulSet').spec.template.metadata.annotations['checksum/loki'];

    expect(checksum()).toMatch(/^[0-9a-f]{16}$/);
    expect(checksum({ storage: Storage.persistent(Size.gibibytes(20)) })).toBe(checksum());
    expect(checksum({ retention: Duration.days(8) })).not.toBe(checksum());
  });

  test('adds keys of its own configuration that no prop sets, and restarts for them', () => {
    const extraConfig = { ruler: { enable_api: false }, limits_config: { max_line_size: '512KB' } };
    const [plain, more] = [synthesize(), synthesize({ extraConfig })];
    const checksum = (manifests: Manifests): string =>
      manifests.one('StatefulSet').spec.template.metadata.annotations['checksum/loki'];

    expect(configOf(more)).toEqual({
      ...configOf(plain),
      ruler: { enable_api: false },
      limits_config: { ...configOf(plain).limits_config, max_line_size: '512KB' },
    });
    expect(checksum(more)).toMatch(/^[0-9a-f]{16}$/);
    expect(checksum(more)).not.toBe(checksum(plain));
  });

  test('keeps the configuration that it was given, whatever its caller does with it later', () => {
    const chart = testChart();
    const extraConfig = { ruler: { enable_api: false } };
    new Loki(chart, 'Loki', { extraConfig });

    extraConfig.ruler.enable_api = true;

    expect(configOf(manifestsOf(chart)).ruler).toEqual({ enable_api: false });
  });

  test.each([
    [{ limits_config: { retention_period: '48h' } }, 'limits_config.retention_period', '"48h"', 'retention', '"168h"'],
    [
      { limits_config: { ingestion_burst_size_mb: 64 } },
      'limits_config.ingestion_burst_size_mb',
      '64',
      'ingestionRateMb',
      '32',
    ],
    [
      { limits_config: { max_global_streams_per_user: 0 } },
      'limits_config.max_global_streams_per_user',
      '0',
      'maxStreams',
      '5000',
    ],
    [
      { ingester: { wal: { replay_memory_ceiling: '4GB' } } },
      'ingester.wal.replay_memory_ceiling',
      '"4GB"',
      'resources',
      '"384MB"',
    ],
  ])('fails for a key that a prop sets: %j', (extraConfig, path, value, prop, ours) => {
    expect(() => synthesize({ extraConfig })).toThrow(
      new Error(`[test/Loki] 'extraConfig.${path}' is ${value}; the typed prop '${prop}' sets it to ${ours}: use that`),
    );
  });

  test('fails for schema periods outside of their prop, which checks them', () => {
    expect(() => synthesize({ extraConfig: { schema_config: { configs: [{ from: '2025-01-01' }] } } })).toThrow(
      `[test/Loki] 'extraConfig.schema_config.configs' is [{"from":"2025-01-01"}]; lists are not merged, and the typed prop 'schemaPeriods' sets it to`,
    );
  });

  test('fails for a key that it is built on', () => {
    expect(() => synthesize({ extraConfig: { auth_enabled: true } })).toThrow(
      "[test/Loki] 'extraConfig.auth_enabled' is true; this library sets it to false: leave it out, or patch the ConfigMap",
    );
  });

  test('bounds its memory by the limit: the collector at nine tenths, the replay of its log at three quarters', () => {
    const resources = new ComputeResources({ memoryRequest: '512Mi', memoryLimit: '2Gi' });
    const manifests = synthesize({ resources });

    expect(podOf(manifests).containers[0].env).toEqual([{ name: 'GOMEMLIMIT', value: '1843MiB' }]);
    expect(configOf(manifests).ingester.wal.replay_memory_ceiling).toBe('1536MB');
  });

  test('leaves both bounds to Loki where its memory has no limit', () => {
    const manifests = synthesize({ resources: new ComputeResources({ memoryRequest: '512Mi' }) });

    expect(podOf(manifests).containers[0]).not.toHaveProperty('env');
    expect(configOf(manifests).ingester.wal).toEqual({ flush_on_shutdown: true });
  });

  test('is not restarted while it replays its log, during which it is not ready', () => {
    const { startupProbe, livenessProbe, readinessProbe } = podOf(synthesize()).containers[0];

    expect(readinessProbe.httpGet.path).toBe('/ready');
    for (const probe of [startupProbe, livenessProbe]) {
      expect(probe.httpGet).toEqual({ path: '/loki/api/v1/status/buildinfo', port: 'http-metrics' });
      expect(probe.periodSeconds * probe.failureThreshold).toBeGreaterThanOrEqual(120);
    }
  });

  test('is replaced by a mended version even when it never became ready', () => {
    expect(synthesize().one('StatefulSet').spec.podManagementPolicy).toBe('Parallel');
  });

  test('takes its configuration as it is written, dollar signs included', () => {
    expect(podOf(synthesize()).containers[0].args).toEqual([
      '-config.file=/etc/loki/config/config.yaml',
      '-target=all',
    ]);
  });

  test('writes to its volume and to /tmp, which is bounded, and to nothing else', () => {
    const pod = podOf(synthesize());
    const [{ volumeMounts, securityContext }] = pod.containers;
    const writable = volumeMounts.filter((mount: any) => mount.readOnly !== true);

    expect(securityContext.readOnlyRootFilesystem).toBe(true);
    expect(writable.map((mount: any) => mount.mountPath)).toEqual(['/var/loki', '/tmp']);
    expect(pod.volumes.find((volume: any) => volume.name === 'tmp')).toEqual({
      name: 'tmp',
      emptyDir: { sizeLimit: '256Mi' },
    });
    expect(pod.securityContext).toMatchObject({ runAsUser: 10001, runAsGroup: 10001, fsGroup: 10001 });
  });

  test('answers for its rules when there are none, and evaluates those of a ConfigMap once it exists', () => {
    const pod = podOf(synthesize());

    expect(pod.volumes).toContainEqual({ name: 'rules', configMap: { name: 'loki-rules', optional: true } });
    expect(pod.containers[0].volumeMounts).toContainEqual({
      name: 'rules',
      mountPath: '/etc/loki/rules/fake',
      readOnly: true,
    });
    expect(podOf(synthesize({ rulesConfigMap: 'log-alerts' })).volumes).toContainEqual({
      name: 'rules',
      configMap: { name: 'log-alerts', optional: true },
    });
  });

  test('keeps its data in the pod alone where that is asked for', () => {
    const manifests = synthesize({ storage: Storage.ephemeral(Size.gibibytes(2)) });

    expect(manifests.one('StatefulSet').spec).not.toHaveProperty('volumeClaimTemplates');
    expect(podOf(manifests).volumes).toContainEqual({ name: 'storage', emptyDir: { sizeLimit: '2Gi' } });
  });

  test('asks Kubernetes nothing', () => {
    const manifests = synthesize();

    expect(podOf(manifests).automountServiceAccountToken).toBe(false);
    expect(manifests.objects.filter((object) => /Role/.test(object.kind))).toEqual([]);
  });

  test('passes the restricted Pod Security Standard and every rule of the API server', () => {
    const { objects } = synthesize();
    const pod = objects.find((object) => object.kind === 'StatefulSet')!.spec.template.spec;

    expect(podSecurityViolations(pod, 'restricted')).toEqual([]);
    expect(allInvariants(objects, CHART)).toEqual([]);
    for (const version of KUBERNETES_VERSIONS) {
      expect(objects.flatMap((object) => schemaErrors(object, { version }))).toEqual([]);
    }
  });

  test('stands twice in a namespace under another name, each with its own pods and files', () => {
    const chart = testChart();
    new Loki(chart, 'Loki');
    const second = new Loki(chart, 'Audit', { name: 'loki-audit', retention: Duration.days(90) });
    const manifests = manifestsOf(chart);

    expect(allInvariants(manifests.objects, CHART)).toEqual([]);
    expect(second.scrapeTarget.jobName).toBe('loki-audit');
    expect(configOf(manifests, 'loki-audit').limits_config.retention_period).toBe('2160h');
    expect(manifests.one('Service', 'loki').spec.selector).not.toEqual(
      manifests.one('Service', 'loki-audit').spec.selector,
    );
  });

  test('gives the same bytes each time', () => {
    const text = (): string => JSON.stringify(synthesize().objects);

    expect(text()).toBe(text());
  });

  describe('fails', () => {
    test.each([
      [Duration.hours(23), '23h'],
      [Duration.seconds(86_399), '23h59m59s'],
      [Duration.minutes(1), '1m'],
    ])('for a retention below one index table: %#', (retention, shown) => {
      expect(() => synthesize({ retention })).toThrow(
        new Error(`[test/Loki] 'retention' is ${shown}; it must be at least 1d, the length of one index table`),
      );
    });

    test.each(['6 hours', '7d', 168])('for the retention %j, which is no Duration', (retention) => {
      expect(() => synthesize({ retention: retention as unknown as Duration })).toThrow(
        new Error(
          `[test/Loki] 'retention' is ${JSON.stringify(retention)}; it must be a Duration, such as Duration.hours(6) or ` +
            'Duration.seconds(30)',
        ),
      );
    });

    test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('for a rate of %p MB a second', (ingestionRateMb) => {
      expect(() => synthesize({ ingestionRateMb })).toThrow(
        new Error(`[test/Loki] 'ingestionRateMb' is ${ingestionRateMb}; it must be a whole number of at least 1`),
      );
    });

    test.each([0, -5000, 0.5, Number.NaN])('for %p streams', (maxStreams) => {
      expect(() => synthesize({ maxStreams })).toThrow(
        new Error(`[test/Loki] 'maxStreams' is ${maxStreams}; it must be a whole number of at least 1`),
      );
    });

    test('for schema periods that do not increase', () => {
      const schemaPeriods = [new LokiSchemaPeriod('2024-01-01'), new LokiSchemaPeriod('2023-01-01')];

      expect(() => synthesize({ schemaPeriods })).toThrow(
        new Error(
          "[test/Loki] 'schemaPeriods' has 2023-01-01 after 2024-01-01; each period must begin on a later day than the " +
            'one before it: append the new one at the end',
        ),
      );
    });

    test('for a name whose pods would lose their revision label', () => {
      expect(() => synthesize({ name: 'l'.repeat(53) })).toThrow(
        new Error(
          `[test/Loki] 'name' is "${'l'.repeat(53)}"; it must be 1 to 52 lower-case letters, digits or '-', beginning and ` +
            'ending with a letter or digit',
        ),
      );
    });

    test('for a name that no Service may have', () => {
      expect(() => synthesize({ name: '1loki' })).toThrow(
        new Error(
          `[test/Loki] 'name' is "1loki"; it must be 1 to 63 lower-case letters, digits or '-', beginning with a letter`,
        ),
      );
    });

    test('for a ConfigMap of rules that cannot be', () => {
      expect(() => synthesize({ rulesConfigMap: 'Loki_Rules' })).toThrow(
        new Error(
          `[test/Loki] 'rulesConfigMap' is "Loki_Rules"; it must be 1 to 253 lower-case letters, digits, '-' or '.', ` +
            'beginning and ending with a letter or digit',
        ),
      );
    });

    test('in a chart without a namespace', () => {
      const chart = new Chart(new App({ outdir: 'unused' }), 'test');

      expect(() => new Loki(chart, 'Loki')).toThrow(
        new Error(
          "[test/Loki] the chart has no 'namespace'; give it one: new Chart(app, 'monitoring', { namespace: 'monitoring' })",
        ),
      );
    });
  });
});
