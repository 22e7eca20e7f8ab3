import { Chart, Duration } from 'cdk8s';
import {
  Credentials,
  GrafanaDiscovery,
  KubernetesFlavor,
  LogAgent,
  PlgStack,
  timedeal,
  type LokiProps,
} from '../../../../lib';
import { Manifests, manifestsOf, testApp } from '../../../support/manifests';
import { RunningStack, committedManifests, type RunningStackOptions } from '../running-stack';
import type { Pod } from '../cluster';

/** The second number of the addresses of these suites; `PLG_ADDRESS_BLOCK` lets two of them run at the same time. */
export const ADDRESS_BLOCK = Number(process.env['PLG_ADDRESS_BLOCK'] ?? 22);

const WRITERS = 'writer';

/** The log agents of the library, by the name of their container. */
export const AGENTS = { promtail: () => LogAgent.promtail(), alloy: () => LogAgent.alloy() };

export type AgentName = keyof typeof AGENTS;

/** The guide's stack with one of the agents. */
export function manifestsWith(agent: AgentName): Manifests {
  return agent === 'promtail' ? committedManifests() : stackOf((plg) => plg, { logAgent: AGENTS[agent]() });
}

/** What differs from the guide's stack. */
export interface Changes {
  readonly logAgent?: LogAgent;
  /** 30 seconds in the guide, which is long in a test. */
  readonly seconds?: number;
  readonly loki?: LokiProps;
}

/** The guide's stack and its shop, and what is added to it. */
export function stackOf(
  add: (plg: PlgStack) => unknown,
  { logAgent, seconds = 30, loki = {} }: Changes = {},
): Manifests {
  const app = testApp();
  const interval = Duration.seconds(seconds);
  const plg = new PlgStack(new Chart(app, 'monitoring', { namespace: 'monitoring' }), 'Plg', {
    flavor: KubernetesFlavor.K3S,
    prometheus: { retention: Duration.hours(6), scrapeInterval: interval, evaluationInterval: interval },
    grafana: { admin: Credentials.insecureDemo('admin', 'admin'), discovery: GrafanaDiscovery.labelledConfigMaps() },
    logAgent: logAgent ?? LogAgent.promtail(),
    loki,
  });
  const shop = new timedeal.Timedeal(new Chart(app, 'timedeal', { namespace: 'timedeal' }), 'Timedeal', {
    databaseCredentials: Credentials.insecureDemo('timedeal', 'timedeal'),
  });
  plg.monitor(shop.stockService, { port: 8080 });
  plg.monitor(shop.postgres, { port: 9187 });
  plg.addMixin(new timedeal.TimedealMixin(shop));
  add(plg);
  return manifestsOf(app);
}

/** The same with other arguments of a container, for what would take long in a test. */
export function withArgs(manifests: Manifests, container: string, args: readonly string[]): Manifests {
  const objects: any[] = structuredClone([...manifests.objects]);
  const containers = objects.flatMap(({ spec }): any[] => spec?.template?.spec?.containers ?? []);
  for (const one of containers.filter(({ name }) => name === container)) one.args = [...(one.args ?? []), ...args];
  return new Manifests(objects);
}

/** A running stack of the containers that a fault needs. */
export function faultStack(options: RunningStackOptions): RunningStack {
  return new RunningStack({ addressBlock: ADDRESS_BLOCK, ...options });
}

/** The same, and pods whose logs the test itself writes. */
export function withWriters(manifests: Manifests, replicas: number): Manifests {
  const labels = { app: WRITERS };
  const spec = { containers: [{ name: WRITERS, image: 'docker.io/library/busybox:1.37' }] };
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: WRITERS, namespace: 'timedeal' },
    spec: { replicas, selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
  };
  return new Manifests([...manifests.objects, deployment]);
}

/** The pods whose logs the test writes. */
export function writersOf(stack: RunningStack): readonly Pod[] {
  return stack.cluster.podsOf(WRITERS);
}

/** A figure of this run, for whoever reads its output; no test depends on it. */
export function measured(what: string): void {
  process.stdout.write(`measured  ${what}\n`);
}
