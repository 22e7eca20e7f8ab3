import { Endpoint } from '../../lib/core/endpoint';
import { Promtail } from '../../lib/log-agents/promtail';
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
