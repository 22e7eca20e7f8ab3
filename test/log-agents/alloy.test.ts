import { Endpoint } from '../../lib/core/endpoint';
import { Alloy } from '../../lib/log-agents/alloy';
import { manifestsOf, testChart } from '../support/manifests';

function container(statePath?: string): any {
  const chart = testChart();
  const loki = new Endpoint({ service: 'loki', namespace: 'monitoring', port: 3100 });
  new Alloy(chart, 'Alloy', { loki, ...(statePath === undefined ? {} : { statePath }) });
  return manifestsOf(chart).one('DaemonSet')['spec'].template.spec.containers[0];
}

describe('Alloy', () => {
  test('reads the configuration that is mounted, and serves the port that it is probed on', () => {
    const { args, ports, readinessProbe, livenessProbe } = container();

    expect(args.slice(0, 2)).toEqual(['run', '/etc/alloy/config.alloy']);
    expect(args).toContain('--server.http.listen-addr=0.0.0.0:12345');
    expect(ports).toEqual([{ name: 'http-metrics', containerPort: 12345 }]);
    expect(readinessProbe.httpGet.path).toBe('/-/ready');
    expect(livenessProbe.httpGet.path).toBe('/-/ready');
  });

  test('keeps its positions in the folder of the node that is mounted', () => {
    expect(container().args).toContain('--storage.path=/var/lib/plg/monitoring/alloy');
    expect(container('/mnt/logs').args).toContain('--storage.path=/mnt/logs');
  });

  test('reports to no one, and shows its insides to no one', () => {
    expect(container().args).toEqual(
      expect.arrayContaining([
        '--disable-reporting',
        '--server.http.enable-pprof=false',
        '--server.http.disable-support-bundle=true',
        '--stability.level=generally-available',
      ]),
    );
  });
});
