import { Endpoint } from '../../lib/core/endpoint';
import { LogAgent } from '../../lib/log-agents/log-agent';
import { Promtail, type PromtailOptions } from '../../lib/log-agents/promtail';
import { manifestsOf, testChart, type Manifests } from '../support/manifests';

function promtail(statePath?: string): Manifests {
  const chart = testChart();
  const loki = new Endpoint({ service: 'loki', namespace: 'monitoring', port: 3100 });
  new Promtail(chart, 'Promtail', { loki, ...(statePath === undefined ? {} : { statePath }) });
  return manifestsOf(chart);
}

describe('Promtail', () => {
  test('reads the configuration that is mounted, and serves the port that it is probed on', () => {
    const manifests = promtail();
    const [container] = manifests.one('DaemonSet')['spec'].template.spec.containers;
    const config = manifests.config('ConfigMap', 'promtail', 'promtail.yaml');

    expect(container.args).toEqual(['-config.file=/etc/promtail/promtail.yaml']);
    expect(container.ports).toEqual([{ name: 'http-metrics', containerPort: 3101 }]);
    expect(config.server.http_listen_port).toBe(3101);
    expect(container.readinessProbe.httpGet.path).toBe('/ready');
    expect(container.livenessProbe.httpGet.path).toBe('/metrics');
  });

  test('keeps its positions in the folder of the node that is mounted', () => {
    const filename = (manifests: Manifests): unknown =>
      manifests.config('ConfigMap', 'promtail', 'promtail.yaml').positions.filename;

    expect(filename(promtail())).toBe('/var/lib/plg/monitoring/promtail/positions.yaml');
    expect(filename(promtail('/mnt/logs'))).toBe('/mnt/logs/positions.yaml');
  });

  test('asks for the memory that the guide measured', () => {
    const [container] = promtail().one('DaemonSet')['spec'].template.spec.containers;

    expect(container.resources).toEqual({
      requests: { cpu: '25m', memory: '48Mi' },
      limits: { memory: '128Mi' },
    });
    expect(container.env).toContainEqual({ name: 'GOMEMLIMIT', value: '115MiB' });
  });
});

describe('Promtail with configuration of its own', () => {
  const loki = new Endpoint({ service: 'loki', namespace: 'monitoring', port: 3100 });
  const configured = (extraConfig?: PromtailOptions['extraConfig']): Manifests => {
    const chart = testChart();
    new Promtail(chart, 'Promtail', { loki, ...(extraConfig === undefined ? {} : { extraConfig }) });
    return manifestsOf(chart);
  };
  const configOf = (manifests: Manifests): any => manifests.config('ConfigMap', 'promtail', 'promtail.yaml');
  const checksumOf = (manifests: Manifests): string =>
    manifests.one('DaemonSet')['spec'].template.metadata.annotations['checksum/promtail'];

  test('has the keys of both, and restarts for them', () => {
    const extraConfig = { limits_config: { readline_rate_enabled: true }, positions: { sync_period: '30s' } };
    const [plain, more] = [configured(), configured(extraConfig)];

    expect(configOf(more)).toEqual({
      ...configOf(plain),
      limits_config: { readline_rate_enabled: true },
      positions: { ...configOf(plain).positions, sync_period: '30s' },
    });
    expect(checksumOf(more)).not.toBe(checksumOf(plain));
  });

  test('takes it from the stack, as it was when it was given', () => {
    const chart = testChart();
    const extraConfig = { limits_config: { readline_rate: 100 } };
    const agent = LogAgent.promtail({ extraConfig });

    extraConfig.limits_config.readline_rate = 7;
    agent._create(chart, 'LogAgent', { loki });
    extraConfig.limits_config.readline_rate = 8;

    expect(configOf(manifestsOf(chart)).limits_config).toEqual({ readline_rate: 100 });
  });

  test('fails at once for what a prop or a method says', () => {
    expect(() => configured({ positions: { filename: '/run/positions.yaml' } })).toThrow(
      '[test/Promtail] \'extraConfig.positions.filename\' is "/run/positions.yaml"; the typed prop \'statePath\' sets it to "/var/lib/plg/monitoring/promtail/positions.yaml": use that',
    );
    expect(() => configured({ scrape_configs: [{ job_name: 'journal' }] })).toThrow(
      `[test/Promtail] 'extraConfig.scrape_configs' is [{"job_name":"journal"}]; lists are not merged, and the method addPipeline() sets it to`,
    );
    expect(() => configured({ clients: [{ url: 'http://other:3100/loki/api/v1/push' }] })).toThrow(
      "lists are not merged, and the typed prop 'loki' sets it to",
    );
  });

  test('fails for a password before there is a stack', () => {
    const extraConfig = { clients: [{ url: 'http://loki:3100', basic_auth: { password: 'hunter2' } }] };

    expect(() => LogAgent.promtail({ extraConfig })).toThrow(
      "[LogAgent] 'extraConfig.clients[0].basic_auth.password' is a secret, which the output would show in clear; name a file of a mounted Secret, by a key such as 'password_file' or, in Grafana, by the value '$__file{/path}'",
    );
  });
});
