import { Duration } from 'cdk8s';
import type { AlertProfile } from '../../../model/alert-profile';
import { Rule, Severity } from '../../../model/rule';
import type { RuleGroup } from '../../../model/rule-group';
import { alertGroup } from '../../alert-group';
import { eachJob } from './of-target';

/** What people who look at dashboards see of it. That Grafana is down, TargetDown and PlgComponentDown tell. */
export function grafanaAlerts(profile: AlertProfile): RuleGroup[] {
  return alertGroup('plg-grafana', profile, { core: [requestsFailing(), dataSourceFailing()] });
}

function requestsFailing(): Rule {
  // what Grafana passes on fails when the data source does
  const own = 'handler!~"/api/(datasources|ds|plugins)/.*"';
  const rate = (...matchers: readonly string[]): string =>
    eachJob('sum', `rate(grafana_http_request_duration_seconds_count{${matchers.join(', ')}}[5m])`, 'handler');
  return Rule.alert('GrafanaRequestsFailing', {
    expr: `${rate(own, 'status_code=~"5.."')} / ${rate(own)} > 0.5`,
    holdFor: Duration.minutes(5),
    severity: Severity.WARNING,
    summary: '{{ $value | humanizePercentage }} of the requests for {{ $labels.handler }} fail in Grafana',
    description: 'People see errors in place of pages, dashboards or lists.',
    runbook: 'Read the log of Grafana for level=error. Its database is a file on its volume: see whether that is full.',
  });
}

function dataSourceFailing(): Rule {
  const rate = (matchers: string): string =>
    eachJob('sum', `rate(grafana_datasource_request_total${matchers}[5m])`, 'datasource');
  return Rule.alert('GrafanaDataSourceFailing', {
    expr: `${rate('{code=~"5.."}')} / ${rate('')} > 0.2`,
    holdFor: Duration.minutes(10),
    severity: Severity.WARNING,
    summary: '{{ $value | humanizePercentage }} of the queries of Grafana to {{ $labels.datasource }} fail',
    description: 'Panels and Explore show errors, or nothing.',
    runbook:
      'Connections, Data sources, Test in Grafana shows the error. Then read the log of the data source: it may be ' +
      'overloaded, or a query of one dashboard may be too large for it.',
  });
}
