import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Chart } from 'cdk8s';
import { yamlText } from '../../lib/core/render';
import type { ScrapeTarget } from '../../lib/model/scrape-target';
import { scrapeConfig } from '../../lib/prometheus/scrape-config';
import { OperatorStack } from '../../lib/stack/operator-stack';
import { discoveredTargets, type KubernetesSd } from '../prometheus/service-discovery';
import type { KubeObject } from '../support/kube-object';
import { readYaml, readYamlDocument } from '../support/kubectl-yaml';
import { manifestsOf, testApp } from '../support/manifests';
import { relabelled, visible, type Labels, type RelabelConfig } from '../support/relabel';
import { type DiscoveryRole, generatedConfig, SHARDING } from './generated-config';
import { apiDeployment, TARGET_KINDS, USER_RULES, WATCHED_CLUSTER } from './watched-cluster';

const ROLES: readonly DiscoveryRole[] = ['Endpoints', 'EndpointSlice'];

const recorded = (file: string): string => readFileSync(join(__dirname, 'recorded', file), 'utf8');

describe('the model of the operator', () => {
  test.each(ROLES)('writes what prometheus-operator 0.93.1 wrote, with %s', (role) => {
    const theirs = readYamlDocument(recorded(`prometheus-${role.toLowerCase()}.yaml`)).scrape_configs;

    const ours = readYaml(recorded('monitors.yaml')).map((monitor: KubeObject) => generatedConfig(monitor, role));

    const byJob = (a: any, b: any): number => (a.job_name < b.job_name ? -1 : 1);
    expect(ours).toHaveLength(12);
    expect(ours.sort(byJob)).toEqual(theirs.sort(byJob));
  });
});

describe('a target has the labels that PlgStack gives it', () => {
  describe.each(Object.keys(TARGET_KINDS))('for %s', (kind) => {
    test.each(Object.keys(USER_RULES))('and rules %s', (what) => {
      const app = testApp();
      const target = TARGET_KINDS[kind]!(apiDeployment(app), { relabelRules: USER_RULES[what]! });
      const plg = new OperatorStack(new Chart(app, 'monitoring', { namespace: 'monitoring' }), 'Plg', {
        selectorLabels: { release: 'prom' },
      });
      plg.addScrapeTarget(target);
      const monitor = manifestsOf(app).objects.find(({ apiVersion }) => apiVersion.startsWith('monitoring.'))!;

      const expected = labelsOf(plainConfig(target));

      for (const role of ROLES) expect(labelsOf(generatedConfig(monitor, role))).toEqual(expected);
    });

    test('and none of the targets beside it', () => {
      const target = TARGET_KINDS[kind]!(apiDeployment(testApp()), {});

      expect(labelsOf(plainConfig(target))).toHaveLength(2);
    });
  });
});

/** The entry of `scrape_configs` that a PlgStack writes. */
function plainConfig(target: ScrapeTarget): any {
  return readYamlDocument(yamlText('PlgStack', scrapeConfig('PlgStack', target)));
}

/** The labels with which Prometheus stores the metrics of what a job finds. */
function labelsOf(config: any): Labels[] {
  const rules = ((config.relabel_configs ?? []) as RelabelConfig[]).filter(
    (rule) => !SHARDING.some((one) => JSON.stringify(one) === JSON.stringify(rule)),
  );
  return targetsOf(config)
    .flatMap((target) => {
      const labels = relabelled({ job: config.job_name as string, __metrics_path__: '/metrics', ...target }, rules);
      return labels === undefined ? [] : [visible({ instance: labels['__address__']!, ...labels })];
    })
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

function targetsOf(config: any): Labels[] {
  const addresses = (config.static_configs ?? []).flatMap(({ targets }: any) => targets as string[]) as string[];
  const found = ((config.kubernetes_sd_configs ?? []) as KubernetesSd[]).flatMap((sd) => {
    if (sd.role === 'pod') return discoveredTargets(WATCHED_CLUSTER, sd);
    const slices = discoveredTargets(WATCHED_CLUSTER, { ...sd, role: 'endpointslice' }).map(withReference);
    return sd.role === 'endpoints' ? slices.map(asEndpoints) : slices;
  });
  return [...addresses.map((address) => ({ __address__: address })), ...found];
}

/** Of the Services of this cluster, those without pods stand for nodes. */
function withReference(labels: Labels): Labels {
  if (labels['__meta_kubernetes_pod_name'] !== undefined) return labels;
  return {
    ...labels,
    __meta_kubernetes_endpointslice_address_target_kind: 'Node',
    __meta_kubernetes_endpointslice_address_target_name: 'node-1',
  };
}

/** The same in the words of the older kind of discovery. */
function asEndpoints(labels: Labels): Labels {
  return Object.fromEntries(
    Object.entries(labels).map(([name, value]) => [name.replace('_endpointslice_', '_endpoint_'), value]),
  );
}
