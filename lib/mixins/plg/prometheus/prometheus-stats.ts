import type { StatSpec } from '../../../dashboard-builder/spec';
import { OF_LIMIT, ProcessPanels } from '../process-panels';
import { orZero } from '../../series';
import { DISK_LIMIT, DISK_USED, PROMETHEUS_POD, TARGETS } from './prometheus-queries';

const STAT = { kind: 'stat', width: 4 } as const;

/** What is wrong, in order of urgency; then what is short. */
export function prometheusStats(): StatSpec[] {
  return [...troubles(), ...shortages()];
}

function troubles(): StatSpec[] {
  const firing = TARGETS.of('ALERTS', 'alertstate="firing"', 'severity!="none"');
  return [
    {
      ...STAT,
      title: 'Alerts that fire',
      description: 'Of the whole cluster, without Watchdog. Good: 0. Alerting, Alert rules in Grafana lists them.',
      unit: 'none',
      query: { expr: orZero(`count(${firing})`), legend: 'firing' },
      thresholds: { warning: 1, critical: 5 },
    },
    {
      ...STAT,
      title: 'Targets down',
      description: 'Targets whose last scrape failed. Good: 0. The table below says of which job they are.',
      unit: 'none',
      query: { expr: orZero(`count(${TARGETS.of('up')} == 0)`), legend: 'down' },
      thresholds: { warning: 1 },
    },
    {
      ...STAT,
      title: 'Rules that failed, last hour',
      description: 'Evaluations with an error. Good: 0; else alerts of that group are silent whatever happens.',
      unit: 'none',
      query: { expr: PROMETHEUS_POD.gained('prometheus_rule_evaluation_failures_total', '1h'), legend: 'failed' },
      thresholds: { warning: 1 },
    },
    {
      ...STAT,
      title: 'Configuration',
      description: 'Whether the last change was taken up. Bad: refused; the log names the file and the line.',
      unit: 'none',
      query: { expr: `min(${PROMETHEUS_POD.of('prometheus_config_last_reload_successful')})`, legend: 'configuration' },
      mappings: [
        { value: 1, text: 'in use', color: 'green' },
        { value: 0, text: 'refused', color: 'red' },
      ],
    },
  ];
}

function shortages(): StatSpec[] {
  return [
    new ProcessPanels(PROMETHEUS_POD, 'Prometheus', 'prometheus_build_info').memoryStat(),
    {
      ...STAT,
      title: 'Disk of limit',
      description:
        'What is on disk, of the size at which the oldest metrics are deleted. Near 100 % metrics are kept for a shorter ' +
        'time than was asked for.',
      unit: 'percentunit',
      decimals: 0,
      query: { expr: `(${DISK_USED}) / ${DISK_LIMIT}`, legend: 'of limit' },
      thresholds: OF_LIMIT,
      noValue: 'no limit',
    },
  ];
}
