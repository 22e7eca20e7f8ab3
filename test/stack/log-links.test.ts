import { Chart } from 'cdk8s';
import { Credentials, Dashboard, Mixin, PlgStack } from '../../lib';
import { NAMESPACE_PODS, POD } from '../../lib/mixins/kubernetes/dashboards';
import { logLinks } from '../../lib/stack/log-links';
import { readYamlDocument } from '../support/kubectl-yaml';
import { manifestsOf, testApp } from '../support/manifests';

const dashboard = ({ uid, title }: { uid: string; title: string }): Dashboard =>
  Dashboard.fromJson({ uid, title, panels: [] });

function mixin(...dashboards: { uid: string; title: string }[]): Mixin {
  return new Mixin('pods', { dashboards: dashboards.map(dashboard) });
}

/** Where the links lead from a line of that pod, as Grafana's template service would put it. */
function followed(mixins: readonly Mixin[]): { [label: string]: string } {
  const values: { [variable: string]: string } = { '__data.fields.namespace': 'shop', __from: '1000', __to: '2000' };
  const labels: { [label: string]: string } = { namespace: 'shop', pod: 'api-1' };
  return Object.fromEntries(
    logLinks(mixins).map(({ label, url }) => [
      label,
      url.replace(/\$\{([^}]*)\}/g, (_, name: string) =>
        name === '__value.raw' ? (labels[label] ?? '') : (values[name] ?? ''),
      ),
    ]),
  );
}

describe('a log line', () => {
  test('leads to the metrics of its pod and of its namespace, over the same time', () => {
    expect(followed([mixin(NAMESPACE_PODS, POD)])).toEqual({
      namespace: `/d/${NAMESPACE_PODS.uid}?var-namespace=shop&from=1000&to=2000`,
      pod: `/d/${POD.uid}?var-namespace=shop&var-pod=api-1&from=1000&to=2000`,
    });
  });

  test('leads to no dashboard that the stack does not show', () => {
    expect(followed([])).toEqual({});
    expect(followed([mixin(NAMESPACE_PODS)])).toEqual({
      namespace: `/d/${NAMESPACE_PODS.uid}?var-namespace=shop&from=1000&to=2000`,
    });
    expect(followed([mixin(POD)])).toEqual({});
  });

  test('has its links in the data source that Grafana is given', () => {
    const app = testApp();
    const admin = Credentials.fromSecret('grafana-admin');
    new PlgStack(new Chart(app, 'monitoring', { namespace: 'monitoring' }), 'Plg', {
      grafana: { admin },
      mixins: [mixin(NAMESPACE_PODS, POD)],
    });

    const [file] = manifestsOf(app)
      .all('ConfigMap')
      .flatMap((configMap) => Object.entries((configMap['data'] ?? {}) as { [key: string]: string }))
      .filter(([name]) => name === 'zz-provisioned.yaml')
      .map(([, text]) => text);
    const { datasources } = readYamlDocument(file ?? '') as { datasources: { type: string; jsonData: any }[] };
    const fields = datasources.find(({ type }) => type === 'loki')?.jsonData.derivedFields;
    expect(fields.map(({ name }: { name: string }) => name)).toEqual(['namespace', 'pod']);
  });
});
