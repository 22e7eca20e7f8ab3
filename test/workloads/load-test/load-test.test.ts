import { NAMESPACE_PODS, POD } from '../../../lib/mixins/kubernetes/dashboards';
import { everythingOf, type Panel } from '../../mixins/support/queries';
import { dashboard, panel, query } from './load-test-queries';

const model = dashboard._model();

/** The links on the series or rows of a panel. */
function linksOf({ fieldConfig }: Panel): { title: string; url: string }[] {
  const overrides = (fieldConfig?.overrides ?? []) as unknown as { properties: { id: string; value: any }[] }[];
  const ofColumns = overrides.flatMap(({ properties }) => properties.filter(({ id }) => id === 'links'));
  return [...((fieldConfig?.defaults['links'] ?? []) as any[]), ...ofColumns.flatMap(({ value }) => value)];
}

// what every dashboard must hold is in test/mixins/dashboards.test.ts
describe('the dashboard Timedeal load test', () => {
  test('asks each question of the guide in the heading of a row', () => {
    const headings = everythingOf(dashboard).filter(({ type }) => type === 'row');

    expect(headings.map(({ title }) => title)).toEqual([
      'What did the load test change?',
      'Does the HPA work?',
      'Which pod burns CPU?',
      'Why did the pod die?',
      'Is it the database?',
      'What do buyers get?',
      'What do the pods say?',
    ]);
  });

  test('leads from a pod to its logs and to its own dashboard', () => {
    const links = linksOf(panel('CPU by pod'));
    const filled = links.map(({ title, url }) => [
      title,
      url
        .replace('${__field.labels.pod}', 'stock-service-1')
        .replace('${__from}', '1000')
        .replace('${__to}', '2000')
        .replace('${datasource:queryparam}', 'var-datasource=prometheus')
        .replace('${__url_time_range}', 'from=1000&to=2000'),
    ]);
    const [logs = '', metrics = ''] = ['Logs of the pod', 'Metrics of the pod'].map(
      (title) => new Map(filled as [string, string][]).get(title) ?? '',
    );

    const panes = JSON.parse(new URL(logs, 'http://localhost').searchParams.get('panes') ?? '');
    expect(panes.logs.queries[0].expr).toBe('{namespace="timedeal", pod="stock-service-1"}');
    const { pathname, searchParams } = new URL(metrics, 'http://localhost');
    expect(pathname).toBe(`/d/${POD.uid}`);
    expect([searchParams.get('var-namespace'), searchParams.get('var-pod')]).toEqual(['timedeal', 'stock-service-1']);
  });

  test('leads to the pods of the namespace, as the mixin of Kubernetes shows them', () => {
    const links = model['links'] as { title: string; url: string }[];
    const url = links.find(({ title }) => title === 'Pods of the namespace')?.url ?? '';

    expect(url).toContain(`/d/${NAMESPACE_PODS.uid}?`);
    expect(url).toContain('var-namespace=timedeal');
  });

  test('leads from the row of a container that ended to the logs of its pod', () => {
    const [link] = linksOf(panel('Containers and how they ended last'));

    expect(link?.title).toBe('Logs of the pod');
    expect(link?.url).toContain('${__value.text}');
  });

  test('counts the lines that the guide looks for, and 0 when there are none', () => {
    expect(query('[Reserve] lines')).toBe('sum(rate({namespace="timedeal"} |= "[Reserve]" [$__auto])) or vector(0)');
  });

  test.each(['{"level":"error"}', 'ERROR:  deadlock detected', 'panic: nil', 'FATAL:  too many connections'])(
    'finds the error in %s',
    (line) => {
      const pattern = /\|~ "\(\?i\)(.*)"$/.exec(query('Errors'))?.[1] ?? '';

      expect(line).toMatch(new RegExp(pattern, 'i'));
    },
  );

  test('searches for what is typed as it stands, be it a bracket or a quote', () => {
    const filled = query('All lines').replace('$search', '[Reserve] "product_id":1');

    expect(filled).toBe('{namespace="timedeal"} |= `[Reserve] "product_id":1`');
  });
});
