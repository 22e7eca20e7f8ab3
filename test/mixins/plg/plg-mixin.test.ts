import { PlgMixin } from '../../../lib/mixins/plg/plg-mixin';
import { AlertProfile } from '../../../lib/model/alert-profile';
import { dashboardProblems } from '../../../lib/model/dashboard-check';
import { metricReadersOf } from '../../../lib/model/dashboard-queries';
import { LogAgentKind } from '../../../lib/model/log-agent-kind';
import { metricNamesIn } from '../../../lib/model/query/metric-names';
import { variablesOf } from '../support/queries';

function alertNames(alerts: AlertProfile): string[] {
  return new PlgMixin({ alerts }).ruleGroups.flatMap(({ rules }) => rules.map(({ name }) => name));
}

/** All metrics that dashboards and alerts read. */
function metricsOf({ dashboards, ruleGroups }: PlgMixin): string[] {
  const ofPanels = dashboards.flatMap((dashboard) => metricReadersOf(dashboard._model())).flatMap(({ uses }) => uses);
  const ofRules = ruleGroups.flatMap(({ rules }) => rules.flatMap(({ _data }) => metricNamesIn(_data.expr)));
  return [...new Set([...ofPanels.flatMap(({ names }) => names), ...ofRules])].sort();
}

describe('PlgMixin', () => {
  test('holds a dashboard of Prometheus, of Loki, of the log agents, and one to search logs', () => {
    const { name, dashboards } = new PlgMixin();

    expect(name).toBe('plg');
    expect(dashboards.map(({ uid, title }) => [uid, title])).toEqual([
      ['9fa0d141-d019-4ad7-8bc5-42196ee308bd', 'Prometheus / Overview'],
      ['loki-overview', 'Loki / Overview'],
      ['logs-collection', 'Logs / Collection'],
      ['logs-search', 'Logs / Search'],
    ]);
  });

  test('lets people choose namespaces and apps by what Loki holds, and type what they look for', () => {
    const [, , , search] = new PlgMixin().dashboards;

    expect(search && variablesOf(search).map(({ name, type, datasource }) => [name, type, datasource?.uid])).toEqual([
      ['datasource', 'datasource', undefined],
      ['cluster', 'query', '${datasource}'],
      ['namespace', 'query', 'loki'],
      ['app', 'query', 'loki'],
      ['search', 'textbox', undefined],
    ]);
  });

  test('asks for what people type as it is, whatever signs stand in it', () => {
    const [, , , search] = new PlgMixin().dashboards;

    expect(JSON.stringify(search?._model())).toContain('|~ `(?i)\\\\Q${search:raw}\\\\E`');
  });

  test.each([
    { logAgent: LogAgentKind.ALLOY, own: /^(alloy|loki_source|loki_write)_/, other: /^promtail_/ },
    { logAgent: LogAgentKind.PROMTAIL, own: /^promtail_/, other: /^(alloy|loki_source|loki_write)_/ },
  ])('reads the metrics of $logAgent alone, when that is the log agent', ({ logAgent, own, other }) => {
    const metrics = metricsOf(new PlgMixin({ logAgent, alerts: AlertProfile.FULL }));

    expect(metrics.filter((metric) => own.test(metric)).length).toBeGreaterThan(8);
    expect(metrics.filter((metric) => other.test(metric))).toEqual([]);
  });

  test('takes Alloy for the log agent, as the stack does', () => {
    expect(metricsOf(new PlgMixin())).toEqual(metricsOf(new PlgMixin({ logAgent: LogAgentKind.ALLOY })));
  });

  test.each(Object.values(LogAgentKind))('has queries that can be read, with %s too', (logAgent) => {
    const problems = new PlgMixin({ logAgent }).dashboards.flatMap((dashboard) =>
      dashboardProblems(dashboard._model(), ['prometheus', 'loki']),
    );

    expect(problems).toEqual([]);
  });

  test('has no alerts when none are wanted, and the core ones by default', () => {
    expect(new PlgMixin({ alerts: AlertProfile.NONE }).ruleGroups).toEqual([]);
    expect(new PlgMixin().ruleGroups.flatMap(({ rules }) => rules.map(({ name }) => name))).toEqual(
      alertNames(AlertProfile.CORE),
    );
  });

  test('adds what only informs, and what one Prometheus cannot say of itself, in the full profile', () => {
    const core = new Set(alertNames(AlertProfile.CORE));

    expect(alertNames(AlertProfile.FULL).filter((name) => !core.has(name))).toEqual([
      'Watchdog',
      'PrometheusHighQueryLoad',
      'PrometheusNotIngestingSamples',
      'PrometheusDuplicateTimestamps',
      'PrometheusOutOfOrderTimestamps',
      'PrometheusTimestampsOutOfBounds',
      'PrometheusRetentionCutShort',
      'LokiTooManyCompactorsRunning',
    ]);
  });

  test('waits with each alert but Watchdog until a restart would be over', () => {
    const rules = new PlgMixin({ alerts: AlertProfile.FULL }).ruleGroups.flatMap((group) => group.rules);

    expect(rules.filter(({ _data }) => _data.for === undefined).map(({ name }) => name)).toEqual(['Watchdog']);
  });
});
