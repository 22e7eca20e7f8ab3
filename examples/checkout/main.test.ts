import { Yaml } from 'cdk8s';
import { manifestsOf, testApp } from '../../test/support/manifests';
import { define } from './main';

const app = define(testApp());

test.each(app.charts.map((chart) => [chart.node.id, chart] as const))(
  'the chart %s is the YAML that kubectl gets',
  (_, chart) => {
    expect(Yaml.stringify(...chart.toJson())).toMatchSnapshot();
  },
);

test('the workload of another construct library is scraped on the port that it declares', () => {
  const { scrape_configs: jobs } = manifestsOf(app).config(
    'ConfigMap',
    'prom-kube-prometheus-stack-prometheus',
    'prometheus.yml',
  );

  const job = jobs.find((candidate: any) => candidate.job_name === 'api');
  expect(job.kubernetes_sd_configs).toEqual([{ role: 'pod', namespaces: { names: ['checkout'] } }]);
});
