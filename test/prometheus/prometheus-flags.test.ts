import { Duration, Size } from 'cdk8s';
import { ContainerImage } from '../../lib/core/container-image';
import { prometheusArgs, prometheusSize, type PrometheusFlags } from '../../lib/prometheus/prometheus-flags';

const FLAGS: PrometheusFlags = {
  image: ContainerImage.parse('quay.io/prometheus/prometheus:v3.14.0-distroless'),
  configFile: '/etc/prometheus/prometheus.yml',
  dataPath: '/prometheus',
  port: 9090,
  retention: Duration.days(7),
  retentionSize: Size.gibibytes(6),
  externalUrl: 'https://prometheus.corp.example/metrics',
  enableLifecycle: false,
};

const args = (flags: Partial<PrometheusFlags> = {}): string[] => prometheusArgs('Prometheus', { ...FLAGS, ...flags });

const withTag = (tag: string): string[] =>
  args({ image: ContainerImage.parse(`quay.io/prometheus/prometheus:${tag}`) });

describe('the command line of Prometheus', () => {
  test('bounds what is kept by time and by size, and serves at the root whatever its URL', () => {
    expect(args()).toEqual([
      '--config.file=/etc/prometheus/prometheus.yml',
      '--config.auto-reload',
      '--storage.tsdb.path=/prometheus',
      '--storage.tsdb.retention.time=7d',
      '--storage.tsdb.retention.size=6144MB',
      '--web.listen-address=:9090',
      '--web.external-url=https://prometheus.corp.example/metrics',
      '--web.route-prefix=/',
    ]);
  });

  test('opens reload and quit over HTTP only when asked to', () => {
    expect(args({ enableLifecycle: true })).toContain('--web.enable-lifecycle');
  });

  test.each(['v3.14.0-distroless', 'v3.12.0', '3.12', 'v3', 'v4.0.0', 'main', 'v3.13.1-custom.2'])(
    'reloads by a flag with %s',
    (tag) => {
      expect(withTag(tag)).toContain('--config.auto-reload');
      expect(withTag(tag).join(' ')).not.toContain('enable-feature');
    },
  );

  test.each(['v3.4.0', 'v3.5.0', 'v3.11.9-distroless'])(
    'reloads by a feature with %s, which does not know the flag',
    (tag) => {
      expect(withTag(tag)).toContain('--enable-feature=auto-reload-config');
      expect(withTag(tag)).not.toContain('--config.auto-reload');
    },
  );

  test('takes an image that is pinned by its digest alone for the newest', () => {
    const image = ContainerImage.parse(`quay.io/prometheus/prometheus@sha256:${'a'.repeat(64)}`);

    expect(args({ image })).toContain('--config.auto-reload');
  });

  test.each(['v2.53.0', 'v2.42.0-distroless', 'v3.0.0', 'v3.3.1', '2'])('fails for %s, which is too old', (tag) => {
    expect(() => withTag(tag)).toThrow(
      new Error(
        `[Prometheus] 'image' is "quay.io/prometheus/prometheus:${tag}"; it must be Prometheus 3.4 or later: older versions do not reload changed rules by themselves`,
      ),
    );
  });

  test('writes sizes in the unit of 2^20 bytes that Prometheus calls MB, never more than was asked for', () => {
    expect(prometheusSize(Size.gibibytes(1))).toBe('1024MB');
    expect(prometheusSize(Size.kibibytes(2047))).toBe('1MB');
  });
});
