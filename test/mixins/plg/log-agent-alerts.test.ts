import { agentMetrics } from '../../../lib/mixins/plg/agent-metrics';
import { logAgentAlerts } from '../../../lib/mixins/plg/alerts/log-agent';
import { AlertProfile } from '../../../lib/model/alert-profile';
import { LogAgentKind } from '../../../lib/model/log-agent-kind';
import { AlertCases, type AlertCase } from '../support/alert-cases';
import { testAlerts } from '../support/alert-tests';
import type { InputSeries } from '../support/promtool';
import { StackPod } from './stack-series';

const MIB = 2 ** 20;

function casesOf(kind: LogAgentKind): AlertCase[] {
  const { pushDuration, droppedLines, fileBytes, readBytes, filesActive, sentLines } = agentMetrics(kind);
  const agent = new StackPod(kind, `${kind}-1`);
  const other = new StackPod(kind, `${kind}-2`);
  const pushes = (status_code: string, each: number): InputSeries =>
    agent.shows(`${pushDuration}_count`, 0, each, { status_code, host: 'loki:3100' });
  const file = (path: string, size: number, read: number): InputSeries[] => [
    agent.shows(fileBytes, size * MIB, 0, { path }),
    agent.shows(readBytes, read * MIB, 0, { path }),
  ];
  return [
    {
      alert: 'LogAgentDropsLines',
      firing: [agent.shows(droppedLines, 0, 30, { reason: 'rate_limited', host: 'loki:3100' })],
      fires: [
        agent.says('warning', `${agent.pod} gave up on 600 log lines within ten minutes (rate_limited)`, {
          reason: 'rate_limited',
        }),
      ],
      silent: {
        'some lines that were too old on the first start': [
          agent.shows(droppedLines, 500, 0, { reason: 'ingester_error', host: 'loki:3100' }),
        ],
      },
    },
    {
      alert: 'LogAgentRequestErrors',
      // Loki cannot be reached
      firing: [pushes('204', 10), pushes('-1', 30)],
      fires: [agent.says('critical', `75% of the pushes of ${agent.pod} to Loki fail`)],
      silent: {
        'a program whose lines are too long: the others are stored': [
          pushes('204', 30),
          pushes('400', 30),
          pushes('429', 1),
        ],
      },
    },
    {
      alert: 'LogAgentBehind',
      firing: [...file('/a.log', 9, 9), ...file('/b.log', 9, 1)],
      fires: [agent.says('warning', `${agent.pod} is 8MiB behind the end of a log file`)],
      silent: {
        'a file that was just cut, and one that nobody reads any more': [
          ...file('/a.log', 9, 8.5),
          ...file('/b.log', 0, 9),
          agent.shows(fileBytes, 10 * MIB, 0, { path: '/c.log' }),
        ],
      },
    },
    {
      alert: 'LogAgentReadsNoFiles',
      firing: [agent.shows(filesActive, 0), other.shows(filesActive, 12)],
      fires: [agent.says('warning', `${agent.pod} reads no log file`)],
      silent: { 'it reads one': [agent.shows(filesActive, 1)] },
    },
    {
      alert: 'LogAgentSendsNothing',
      firing: [agent.shows(sentLines, 9), other.shows(sentLines, 9)],
      fires: [agent.saysOfAll('critical', `No log line of any node is sent to Loki by ${kind}`)],
      silent: { 'one node has nothing to say': [agent.shows(sentLines, 9), other.shows(sentLines, 0, 1)] },
    },
  ];
}

const ALLOY = new StackPod('alloy', 'alloy-1');
const RUNNING = 'alloy_component_controller_running_components';

const CASES: { readonly [kind in LogAgentKind]: readonly AlertCase[] } = {
  [LogAgentKind.PROMTAIL]: casesOf(LogAgentKind.PROMTAIL),
  [LogAgentKind.ALLOY]: [
    ...casesOf(LogAgentKind.ALLOY),
    {
      alert: 'UnhealthyComponents',
      firing: [
        ALLOY.shows(RUNNING, 4, 0, { health_type: 'healthy' }),
        ALLOY.shows(RUNNING, 1, 0, { health_type: 'unhealthy' }),
      ],
      fires: [ALLOY.says('warning', '1 components of alloy-1 are unhealthy', { health_type: 'unhealthy' })],
      silent: { 'all are healthy': [ALLOY.shows(RUNNING, 5, 0, { health_type: 'healthy' })] },
    },
  ],
};

describe.each(Object.values(LogAgentKind))('alerts about %s', (kind) => {
  testAlerts(new AlertCases(logAgentAlerts(AlertProfile.FULL, kind), CASES[kind]));
});
