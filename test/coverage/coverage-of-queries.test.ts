import { Dashboard } from '../../lib';
import { parseExposition } from '../support/exposition';
import { askerOfRule, askersOfDashboard, type Asker, type RuleModel } from './asking';
import { Coverage } from './coverage';
import { Exceptions } from './exceptions';
import { Metrics } from './metrics';
import { StoredSeries } from './stored-series';

const TEXT = `
requests_total{code="200",path="/"} 1
requests_total{code="404",path="/old"} 1
duration_seconds_bucket{le="1"} 1
duration_seconds_bucket{le="+Inf"} 1
owner_info{owner="shop",code="200"} 1
unwanted_total 1
`;

const EXCEPTIONS = [
  { metrics: ['crashes_total'], job: 'app', labels: ['signal'], source: 'app main.go', when: 'it crashes' },
];
const RARE = [{ metrics: ['requests_total'], label: 'code', values: ['500'], source: 'app main.go', when: 'it fails' }];

const PROMETHEUS = { type: 'prometheus', uid: 'prometheus' };

function coverageOf(rules: readonly RuleModel[] = [], exceptions = new Exceptions(EXCEPTIONS, RARE)): Coverage {
  const drop = { action: 'drop', source_labels: ['__name__'], regex: 'unwanted_.+' };
  const job = { job_name: 'app', static_configs: [{ targets: ['a:1'] }], metric_relabel_configs: [drop] };
  const stored = new StoredSeries([job], { nodes: [], pods: [], services: [] }, () => parseExposition(TEXT));
  const coverage = new Coverage(new Metrics(stored, exceptions));
  coverage.record(rules);
  return coverage;
}

function problems(expr: string, rules: readonly RuleModel[] = []): string[] {
  return coverageOf(rules).problems({ where: 'q', queries: [{ expr, variables: {}, labels: [] }] });
}

describe('a query is fine', () => {
  test.each([
    'up{job="app"}',
    'sum by (code) (rate(requests_total{job="app", path!=""}[5m]))',
    'sum by (cluster, code) (requests_total{cluster="$cluster"})',
    'sum without (instance) (requests_total)',
    'sum(requests_total) by (job) / on (job) sum by (job) (up)',
    'requests_total * on (job, code) group_left (owner) owner_info',
    'sum by (owner) (requests_total * on (job, code) group_left (owner) owner_info)',
    'sum by (who) (label_replace(owner_info, "who", "$1", "owner", "(.+)"))',
    'histogram_quantile(0.9, sum by (le, job) (rate(duration_seconds_bucket[5m])))',
    'sum by (code) (requests_total) or vector(0)',
    'sum by (job) (absent(requests_total{job="app"}))',
    'requests_total{code="$code", path=~"$path.*"}',
    '{__name__=~"requests_total|up"}',
    '{__name__=~"requests_.+", code="200"}',
    'topk by (code) (3, requests_total) and on (code) owner_info',
    'crashes_total{job="app", signal="9"}',
    'requests_total{code=~"5.."}',
    'sum by (version) (count_values("version", up))',
    'scalar(up) + time()',
  ])('%s', (expr) => {
    expect(problems(expr)).toEqual([]);
  });
});

describe('a query fails that asks for', () => {
  const has = 'they have code, instance, job, path';

  test.each([
    [
      'a metric with a typo',
      'sum(rate(request_total[5m]))',
      "'request_total' is not stored: no program that is scraped shows it",
    ],
    [
      'a metric that is dropped',
      'unwanted_total',
      "'unwanted_total' is not stored: the job 'app' drops it: drop __name__ =~ unwanted_.+",
    ],
    [
      'one of two names that is not there',
      '{__name__=~"up|down"}',
      "'down' is not stored: no program that is scraped shows it",
    ],
    ['a pattern that no name matches', '{__name__=~"x_.+"}', 'no metric is stored whose name matches x_.+'],
    ['a job that is none', 'up{job="ap"}', `no series of 'up' has job="ap"; 'job' is app`],
    [
      'a label that is not there',
      'requests_total{status=~"5.*"}',
      `no series of 'requests_total' has the label 'status'; ${has}`,
    ],
    [
      'a label that is not there, to be without it',
      'requests_total{status!="500"}',
      `no series of 'requests_total' has the label 'status'; ${has}`,
    ],
    [
      'a value that is not there',
      'requests_total{path="/x"}',
      `no series of 'requests_total' has path="/x"; 'path' is /, /old`,
    ],
    [
      'a value that never comes',
      'requests_total{code="600"}',
      `no series of 'requests_total' has code="600"; 'code' is 200, 404`,
    ],
    [
      'values that never meet',
      'requests_total{code="200", path="/old"}',
      'no series of \'requests_total\' has all of code="200", path="/old"',
    ],
    [
      'a grouping by nothing',
      'sum by (status) (requests_total)',
      `sum by (status): no series there has the label 'status'; ${has}`,
    ],
    [
      'a label that was summed away',
      'sum by (code) (sum by (path) (requests_total))',
      "sum by (code): no series there has the label 'code'; they have path",
    ],
    [
      'a join by what one side has not',
      'requests_total / on (path) group_left owner_info',
      "on, right of '/' (path): no series there has the label 'path'; they have code, instance, job, owner",
    ],
    [
      'a label of the other side that is not there',
      'requests_total * on (code) group_left (team) owner_info',
      "group_left of '*' (team): no series there has the label 'team'; they have code, instance, job, owner",
    ],
    [
      'a quantile without buckets',
      'histogram_quantile(0.9, sum by (job) (duration_seconds_bucket))',
      "histogram_quantile (le): no series there has the label 'le'; they have job",
    ],
    [
      'a label to copy that is not there',
      'label_replace(up, "a", "$1", "b", "(.*)")',
      "label_replace (b): no series there has the label 'b'; they have instance, job",
    ],
    [
      'a label that a rare metric never has',
      'crashes_total{code="9"}',
      "no series of 'crashes_total' has the label 'code'; they have instance, job, signal",
    ],
  ])('%s', (_what, expr, problem) => {
    expect(problems(expr)).toEqual([`q: ${problem}`]);
  });
});

describe('rules', () => {
  const rules: RuleModel[] = [
    // in the order of the alphabet, against that of their making
    { record: 'a:rate', expr: 'sum by (code) (b:rate)' },
    { record: 'b:rate', expr: 'sum by (code, path) (rate(requests_total[5m]))', labels: { level: 'b' } },
    { alert: 'Slow', expr: 'b:rate > 1', labels: { severity: 'warning' } },
  ];

  test('make metrics with the labels of their expression and their own', () => {
    expect(problems('sum by (code, path, level) (b:rate{level="b", code="404"})', rules)).toEqual([]);
    expect(problems('sum by (path) (a:rate)', rules)).toEqual([
      "q: sum by (path): no series there has the label 'path'; they have code",
    ]);
    expect(problems('b:rate{code="405"}', rules)).toEqual([
      `q: no series of 'b:rate' has code="405"; 'code' is 200, 404`,
    ]);
  });

  test('make alerts that can be asked for', () => {
    expect(problems('ALERTS{alertname="Slow", alertstate="firing", severity="warning", path="/"}', rules)).toEqual([]);
    expect(problems('ALERTS{alertname="Fast"}', rules)).toEqual([
      `q: no series of 'ALERTS' has alertname="Fast"; 'alertname' is Slow`,
    ]);
  });

  test('fail when their texts read a label that the alert has not', () => {
    const annotations = { summary: '{{ $labels.code }} of {{ $labels.pod }}, {{ $labels.severity }}' };
    const rule = { alert: 'A', expr: 'sum by (code) (requests_total)', labels: { severity: 'info' }, annotations };

    expect(coverageOf().problems(askerOfRule(rule))).toEqual([
      "rule 'A': summary reads the label 'pod'; the result has code",
    ]);
  });
});

describe('a dashboard fails', () => {
  function found(model: { readonly [key: string]: unknown }): string[] {
    const askers: Asker[] = askersOfDashboard(Dashboard.fromJson({ uid: 'a', title: 'A', panels: [], ...model }));
    return askers.flatMap((asker) => coverageOf().problems(asker));
  }
  const panel = (target: object, more: object = {}): { readonly [key: string]: unknown } => ({
    panels: [
      { id: 1, type: 'timeseries', title: 'P', datasource: PROMETHEUS, targets: [{ refId: 'A', ...target }], ...more },
    ],
  });

  test('for a legend that names what the result has not', () => {
    expect(found(panel({ expr: 'sum by (code) (requests_total)', legendFormat: '{{code}} {{path}}' }))).toEqual([
      "dashboard 'A', panel 'P': the legend reads the label 'path'; the result has code",
    ]);
  });

  test('for a link on what no series has', () => {
    const defaults = {
      links: [{ title: 'L', url: '/d/x?var-code=${__field.labels.code}&var-pod=${__field.labels.pod}' }],
    };

    expect(found(panel({ expr: 'requests_total' }, { fieldConfig: { defaults, overrides: [] } }))).toEqual([
      "dashboard 'A', panel 'P': a link reads the label 'pod', which no query brings",
    ]);
  });

  test('for a column that no query fills', () => {
    const options = { indexByName: { code: 0, pod: 1, 'Value #A': 2, Time: 3 } };

    expect(found(panel({ expr: 'requests_total' }, { transformations: [{ id: 'organize', options }] }))).toEqual([
      "dashboard 'A', panel 'P': a column reads the label 'pod', which no query brings",
    ]);
  });

  test('for a variable that would offer nothing', () => {
    const list = ['label_values(requests_total{job="app"}, code)', 'label_values(requests_total, pod)'].map(
      (query, index) => ({ name: `v${index}`, type: 'query', query, datasource: PROMETHEUS }),
    );

    expect(found({ templating: { list } })).toEqual([
      "dashboard 'A', variable 'v1': label_values reads the label 'pod'; the result has code, instance, job, path",
    ]);
  });

  test('for an annotation whose title names what is not there', () => {
    const list = [
      { name: 'N', datasource: PROMETHEUS, expr: 'changes(up[1m]) > 0', titleFormat: '{{pod}} of {{job}}' },
    ];

    expect(found({ annotations: { list } })).toEqual([
      "dashboard 'A', annotation 'N': the title reads the label 'pod'; the result has instance, job",
    ]);
  });

  test('and not for what Loki is asked', () => {
    expect(found(panel({ expr: '{app="a"}', datasource: { type: 'loki', uid: 'loki' } }))).toEqual([]);
  });
});

describe('Exceptions', () => {
  test('are told when nothing needs them', () => {
    const exceptions = new Exceptions(
      [...EXCEPTIONS, { ...EXCEPTIONS[0]!, metrics: ['requests_total', 'panics_total'] }],
      RARE,
    );
    const expr = 'crashes_total + panics_total + requests_total';
    coverageOf([], exceptions).problems({ where: 'q', queries: [{ expr, labels: [] }] });

    expect(exceptions.unused()).toEqual(['requests_total', 'requests_total{code}']);
  });
});
