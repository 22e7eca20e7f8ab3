import { discoveredTargets } from '../prometheus/service-discovery';
import type { Manifests } from '../support/manifests';
import { relabelled, visible, type Labels } from '../support/relabel';
import type { RecordedCluster } from './recorded-cluster';

/** A stream as Loki takes it: labels, and lines with their moments in nanoseconds. */
export interface Stream {
  readonly stream: Labels;
  readonly values: readonly (readonly [string, string])[];
}

const SHOP = [
  '[Reserve] product_id=1 user_id=17 quantity=1 result=ok',
  '{"level":"info","msg":"[Reserve] accepted","product_id":1,"duration_ms":12}',
  '{"level":"error","msg":"connection to postgres refused","product_id":2}',
  'GET /products/1 200 3ms',
  '[Error] connection refused',
];

const OTHERS = [
  'level=info ts=2026-11-23T06:00:00Z caller=main.go:1 msg="all is well"',
  'level=warn msg="this took long" duration=2s',
  'level=error msg="context deadline exceeded" err="timeout"',
];

/** What every pod of the cluster wrote in the last minutes, labelled by the synthesized rules of Promtail. */
export function streamsOf(manifests: Manifests, cluster: RecordedCluster, seconds: number): Stream[] {
  const { scrape_configs: jobs } = manifests.config('ConfigMap', 'promtail', 'promtail.yaml');
  const streams = new Map<string, Stream>();
  for (const target of discoveredTargets(cluster, { role: 'pod' })) {
    const labels = relabelled(target, jobs[0].relabel_configs);
    if (labels === undefined) continue;
    const stream = { ...withoutTarget(visible(labels)), stream: 'stdout', filename: labels['__path__'] ?? '' };
    const lines = labels['app'] === 'stock-service' ? SHOP : OTHERS;
    streams.set(JSON.stringify(stream), { stream, values: written(lines, seconds) });
  }
  return [...streams.values()];
}

/** Those of the simulated discovery that a log agent has not. */
function withoutTarget({ instance: _, ...labels }: Labels): Labels {
  return labels;
}

/** A line each second, until now. */
function written(lines: readonly string[], seconds: number): (readonly [string, string])[] {
  const now = Date.now();
  return Array.from({ length: seconds }, (_, index) => {
    const milliseconds = now - (seconds - index) * 1000;
    return [`${milliseconds}000000`, lines[index % lines.length] ?? ''];
  });
}
