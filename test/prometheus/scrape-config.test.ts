import { Duration, JsonPatch } from 'cdk8s';
import { k8s } from '../../lib/core/k8s';
import { yamlText } from '../../lib/core/render';
import { KubernetesFlavor } from '../../lib/model/kubernetes-flavor';
import { RelabelRule } from '../../lib/model/relabel-rule';
import { ScrapeTarget } from '../../lib/model/scrape-target';
import { mostBytes, scrapeConfig } from '../../lib/prometheus/scrape-config';
import { readYamlDocument } from '../support/kubectl-yaml';
import { testChart } from '../support/manifests';
import { relabelled, visible, type Labels } from '../support/relabel';
import { GUIDE_CLUSTER } from './guide-cluster';
import { guideTargets, stockService } from './guide-targets';
import { discoveredTargets } from './service-discovery';

/** The entry of a target as Prometheus reads it. */
function read(target: ScrapeTarget): any {
  return readYamlDocument(yamlText('Prometheus', scrapeConfig('Prometheus', target)));
}

/** The labels of what is scraped in the guide's cluster. */
function scraped(target: ScrapeTarget): Labels[] {
  const job = read(target);
  const { job_name: name, metrics_path: path = '/metrics', relabel_configs: rules = [], static_configs: hosts } = job;
  const found: Labels[] =
    hosts === undefined
      ? discoveredTargets(GUIDE_CLUSTER, job.kubernetes_sd_configs[0])
      : hosts[0].targets.map((address: string) => ({ __address__: address }));
  return found.flatMap((target) => {
    const labels = relabelled({ job: name, __metrics_path__: path, ...target }, rules);
    return labels === undefined ? [] : [visible({ instance: labels['__address__']!, ...labels })];
  });
}

const target = (jobName: string, flavor?: KubernetesFlavor): ScrapeTarget =>
  guideTargets(flavor).find((candidate) => candidate.jobName === jobName)!;

describe('a scraped Service', () => {
  test('gives job, namespace, service, pod, container and endpoint', () => {
    expect(scraped(target('kube-state-metrics'))).toEqual([
      {
        job: 'kube-state-metrics',
        instance: '10.42.2.8:8080',
        namespace: 'monitoring',
        service: 'prom-kube-state-metrics',
        pod: 'prom-kube-state-metrics-6f9d7c8b5-tq8vn',
        container: 'kube-state-metrics',
        endpoint: 'http',
      },
    ]);
  });

  test('lets samples speak of other pods than its own, where asked to', () => {
    expect(read(target('kube-state-metrics')).honor_labels).toBe(true);
    expect(read(target('coredns'))).not.toHaveProperty('honor_labels');
  });

  test('is found through EndpointSlices of its namespace alone', () => {
    expect(read(target('coredns')).kubernetes_sd_configs).toEqual([
      { role: 'endpointslice', namespaces: { names: ['kube-system'] } },
    ]);
  });

  test('has one target for each of its pods, and rules of its user come last', () => {
    const nodes = scraped(target('node-exporter'));

    expect(nodes.map(({ instance, node }) => [instance, node])).toEqual([
      ['172.18.0.3:9100', 'k3d-timedeal-server-0'],
      ['172.18.0.4:9100', 'k3d-timedeal-agent-0'],
      ['172.18.0.5:9100', 'k3d-timedeal-agent-1'],
    ]);
  });

  test('does not match a port whose name merely begins like it', () => {
    const shorter = ScrapeTarget.service({ service: 'kube-dns', namespace: 'kube-system', portName: 'dns' });

    expect(scraped(shorter)).toEqual([]);
  });
});

describe('a scraped workload', () => {
  test('gives the labels of a PodMonitor, for the running pods alone, on the named port alone', () => {
    expect(scraped(target('stock-service'))).toEqual([
      {
        job: 'stock-service',
        instance: '10.42.1.11:8080',
        namespace: 'timedeal',
        pod: 'stock-service-7d4b9c6f8d-hj5kq',
        container: 'stock-service',
        endpoint: 'http',
      },
      {
        job: 'stock-service',
        instance: '10.42.2.12:8080',
        namespace: 'timedeal',
        pod: 'stock-service-7d4b9c6f8d-zx2wv',
        container: 'stock-service',
        endpoint: 'http',
      },
    ]);
  });

  test('is found by the name of its port as well', () => {
    const byName = ScrapeTarget.workload(stockService(), { portName: 'http' });

    expect(scraped(byName)).toEqual(scraped(target('stock-service')));
  });

  test('has the number as its endpoint where the port has no name', () => {
    const unnamed = ScrapeTarget.workload(stockService([{ containerPort: 8080 }]), { port: 8080 });

    expect(scraped(unnamed).map(({ endpoint }) => endpoint)).toEqual(['8080', '8080']);
  });

  test('is read as it is at synthesis, not as it was when the target was made', () => {
    const workload = stockService();
    const late = ScrapeTarget.workload(workload, { port: 9000 });
    workload.addJsonPatch(
      JsonPatch.add('/spec/template/spec/containers/0/ports/-', { name: 'admin', containerPort: 9000 }),
    );

    expect(scraped(late).map(({ instance }) => instance)).toEqual(['10.42.1.11:9000', '10.42.2.12:9000']);
  });

  test('shares its discovery with every other workload of the namespace', () => {
    const other = new k8s.KubeDeployment(testChart('timedeal'), 'Other', {
      metadata: { name: 'other' },
      spec: {
        selector: { matchLabels: { app: 'other' } },
        template: {
          metadata: { labels: { app: 'other' } },
          spec: { containers: [{ name: 'other', image: 'x:1', ports: [{ name: 'metrics', containerPort: 1 }] }] },
        },
      },
    });

    expect(read(ScrapeTarget.workload(other)).kubernetes_sd_configs).toEqual(
      read(target('stock-service')).kubernetes_sd_configs,
    );
  });

  test.each([
    [
      { port: 9999 },
      "[Prometheus] the scrape target 'stock-service' has the 'port' 9999; the containers of the Deployment 'stock-service' declare 'http' (8080), 9000: name one of these, or declare the port in 'containers[].ports'",
    ],
    [
      {},
      "[Prometheus] the scrape target 'stock-service' has the 'portName' \"metrics\"; the containers of the Deployment 'stock-service' declare 'http' (8080), 9000: name one of these, or declare the port in 'containers[].ports'",
    ],
  ])('fails when no container declares the port: %j', (options, message) => {
    const workload = stockService([{ name: 'http', containerPort: 8080 }, { containerPort: 9000 }]);

    expect(() => scrapeConfig('Prometheus', ScrapeTarget.workload(workload, options))).toThrow(new Error(message));
  });

  test('fails when its containers declare no port at all', () => {
    expect(() => scrapeConfig('Prometheus', ScrapeTarget.workload(stockService([]), { port: 8080 }))).toThrow(
      new Error(
        "[Prometheus] the scrape target 'stock-service' has the 'port' 8080; the containers of the Deployment 'stock-service' declare none: name one of these, or declare the port in 'containers[].ports'",
      ),
    );
  });
});

describe('scraped pods', () => {
  test('are those that carry the label, not those that begin alike or have ended', () => {
    expect(scraped(target('traefik'))).toEqual([
      {
        job: 'traefik',
        instance: '10.42.1.5:9100',
        namespace: 'kube-system',
        pod: 'traefik-5d45fc8cc9-9jz6t',
        container: 'traefik',
        endpoint: 'metrics',
      },
    ]);
  });

  test('carry every label that is asked for, an empty one included', () => {
    const job = read(
      ScrapeTarget.pods('edge', { namespace: 'x', matchLabels: { 'a.b/c-d': '1.2', empty: '' }, portName: 'metrics' }),
    );
    const kept = (labels: Labels): boolean =>
      relabelled({ __meta_kubernetes_pod_container_port_name: 'metrics', ...labels }, job.relabel_configs) !==
      undefined;
    const first = { __meta_kubernetes_pod_label_a_b_c_d: '1.2', __meta_kubernetes_pod_labelpresent_a_b_c_d: 'true' };
    const second = { __meta_kubernetes_pod_labelpresent_empty: 'true' };

    expect(kept({ ...first, ...second })).toBe(true);
    expect(kept(first)).toBe(false);
    expect(kept({ ...first, ...second, __meta_kubernetes_pod_label_a_b_c_d: '1x2' })).toBe(false);
  });
});

describe('scraped hosts', () => {
  test('are static, with job and instance alone', () => {
    expect(read(ScrapeTarget.hosts('db', ['10.0.0.5:9187']))).toEqual({
      job_name: 'db',
      static_configs: [{ targets: ['10.0.0.5:9187'] }],
    });
  });

  test('keep a `$` of a fixed label as it is', () => {
    expect(scraped(target('legacy-db')).map(({ instance, site }) => [instance, site])).toEqual([
      ['10.0.0.5:9187', 'old $HALL'],
      ['[fd00::5]:9187', 'old $HALL'],
    ]);
  });
});

describe('kubelets', () => {
  const everyNode = ['172.18.0.3:10250', '172.18.0.4:10250', '172.18.0.5:10250'];

  test.each([
    ['kubelet', '/metrics'],
    ['kubelet/cadvisor', '/metrics/cadvisor'],
  ])('of %s are one for each node, under one job label, told apart by their path', (jobName, path) => {
    const labels = scraped(target(jobName));

    expect(labels.map(({ instance }) => instance)).toEqual(everyNode);
    expect(labels[0]).toEqual({
      job: 'kubelet',
      instance: '172.18.0.3:10250',
      node: 'k3d-timedeal-server-0',
      namespace: 'kube-system',
      service: 'kubelet',
      endpoint: 'https-metrics',
      metrics_path: path,
    });
  });

  test('are asked over TLS with the token of Prometheus, and samples that cAdvisor dates end when the container does', () => {
    expect(read(target('kubelet/cadvisor'))).toMatchObject({
      scheme: 'https',
      authorization: { credentials_file: '/var/run/secrets/kubernetes.io/serviceaccount/token' },
      tls_config: { insecure_skip_verify: true },
      track_timestamps_staleness: true,
      honor_labels: true,
    });
  });
});

describe('the API server', () => {
  test('is asked over TLS that is verified', () => {
    const job = read(target('apiserver', KubernetesFlavor.STANDARD));

    expect(job).toMatchObject({
      scheme: 'https',
      authorization: { credentials_file: '/var/run/secrets/kubernetes.io/serviceaccount/token' },
      tls_config: { ca_file: '/var/run/secrets/kubernetes.io/serviceaccount/ca.crt', server_name: 'kubernetes' },
    });
    expect(job.tls_config).not.toHaveProperty('insecure_skip_verify');
  });

  test('has the labels of its Service and none of a pod', () => {
    expect(scraped(target('apiserver', KubernetesFlavor.STANDARD))).toEqual([
      { job: 'apiserver', instance: '172.18.0.3:6443', namespace: 'default', service: 'kubernetes', endpoint: 'https' },
    ]);
  });
});

describe('a scrape config', () => {
  const full = ScrapeTarget.hosts('full', ['db:1'], {
    path: '/custom',
    interval: Duration.seconds(90),
    timeout: Duration.millis(1500),
    honorLabels: false,
    relabelRules: [RelabelRule.setLabel('a', 'b')],
    metricRelabelRules: [RelabelRule.drop(['__name__'], 'x')],
    sampleLimit: 5,
  });

  test('says all that the target says, in the order of the documentation', () => {
    const job = read(full);

    expect(job).toEqual({
      job_name: 'full',
      scrape_interval: '1m30s',
      scrape_timeout: '1s500ms',
      metrics_path: '/custom',
      honor_labels: false,
      static_configs: [{ targets: ['db:1'] }],
      relabel_configs: [{ action: 'replace', target_label: 'a', replacement: 'b' }],
      metric_relabel_configs: [{ action: 'drop', source_labels: ['__name__'], regex: 'x' }],
      sample_limit: 5,
    });
    expect(Object.keys(job)).toEqual([
      'job_name',
      'scrape_interval',
      'scrape_timeout',
      'metrics_path',
      'honor_labels',
      'static_configs',
      'relabel_configs',
      'metric_relabel_configs',
      'sample_limit',
    ]);
  });

  test('takes no more bytes in a ConfigMap than were reckoned with', () => {
    const targets = [...guideTargets(), ...guideTargets(KubernetesFlavor.STANDARD), full];
    for (const one of targets) {
      const text = yamlText('Prometheus', { scrape_configs: [scrapeConfig('Prometheus', one)] });

      expect(Buffer.byteLength(JSON.stringify(text))).toBeLessThanOrEqual(mostBytes(one));
    }
  });
});
