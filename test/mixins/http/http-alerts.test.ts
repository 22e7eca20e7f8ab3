import { Duration } from 'cdk8s';
import { HttpMixin } from '../../../lib/mixins/http/http-mixin';
import { AlertProfile } from '../../../lib/model/alert-profile';
import { AlertCases, type AlertCase } from '../support/alert-cases';
import { testAlerts } from '../support/alert-tests';
import type { InputSeries } from '../support/promtool';
import { changing, series, type Labels } from '../support/series';

const API = { namespace: 'shop', job: 'api' };

function requests(code: string, perSecond: number, pod = 'api-1'): InputSeries {
  return series('http_requests_total', { ...API, pod, code }, 0, perSecond * 30);
}

/** A pod that is there from so many times two minutes on, and has failed twenty times by then. */
function bornFailing(index: number): InputSeries {
  const before = index === 0 ? '' : `_x${4 * index - 1} `;
  return changing('http_requests_total', { ...API, pod: `new-${index}`, code: '500' }, `${before}20x400`);
}

function bucket(le: string, perSecond: number): InputSeries {
  return series('http_request_duration_seconds_bucket', { ...API, pod: 'api-1', le }, 0, perSecond * 30);
}

function measured(perSecond: number): InputSeries {
  return series('http_request_duration_seconds_count', { ...API, pod: 'api-1' }, 0, perSecond * 30);
}

function said(severity: string, summary: string): { labels: Labels; summary: string } {
  return { labels: { ...API, severity }, summary };
}

const CASES: readonly AlertCase[] = [
  {
    alert: 'HttpRequestsFail',
    at: ['43m', '45m', '46m', '47m'],
    firing: [requests('200', 4), requests('200', 5, 'api-2'), requests('503', 1, 'api-2')],
    fires: [said('critical', '10% of the requests to api in shop fail')],
    silent: {
      'one in a hundred fails': [requests('200', 99), requests('500', 1)],
      'a service that is hardly asked': [requests('500', 0.01)],
      'a burst of a hundred failures, which are over': [
        requests('200', 1),
        changing('http_requests_total', { ...API, pod: 'api-1', code: '500' }, '0x80 100x400'),
      ],
      'requests that are refused': [requests('200', 1), requests('404', 9)],
    },
  },
  {
    // each pod fails from its first request on and is replaced: no counter of failures ever grows
    alert: 'HttpRequestsFail',
    at: ['18m'],
    firing: [requests('200', 0.1), ...Array.from({ length: 12 }, (_, index) => bornFailing(index))],
    fires: [said('critical', '66.67% of the requests to api in shop fail')],
    silent: {},
  },
  {
    alert: 'HttpRequestsSlow',
    firing: [bucket('1', 9), bucket('2.5', 10), bucket('+Inf', 10), measured(10), requests('200', 10)],
    fires: [said('warning', '5% of the requests to api in shop take longer than 1.75s')],
    silent: {
      'fast ones': [bucket('0.1', 10), bucket('+Inf', 10), measured(10)],
      'a single slow one': [bucket('1', 0), bucket('2.5', 0.01), bucket('+Inf', 0.01), measured(0.01)],
    },
  },
  {
    alert: 'HttpRequestsRefused',
    firing: [requests('200', 1), requests('404', 3)],
    fires: [said('info', '75% of the requests to api in shop are refused')],
    silent: { 'some that are': [requests('200', 3), requests('404', 1)] },
  },
  {
    alert: 'HttpRequestsStayOut',
    at: ['2h30m'],
    firing: [changing('http_requests_total', { ...API, pod: 'api-1', code: '200' }, '0+60x240 14400+1x240')],
    fires: [said('info', 'api in shop gets less than a tenth of the requests of an hour ago')],
    silent: {
      'as many as ever': [requests('200', 2)],
      'a service that is hardly asked': [
        changing('http_requests_total', { ...API, pod: 'api-1', code: '200' }, '0+6x240 1440x240'),
      ],
    },
  },
];

describe('alerts on requests', () => {
  testAlerts(new AlertCases(new HttpMixin({ alerts: AlertProfile.FULL }).ruleGroups, CASES));
});

describe('alerts on requests of other names', () => {
  const mixin = new HttpMixin({
    name: 'spring',
    requests: 'http_server_requests_seconds_count',
    duration: 'http_server_requests_seconds',
    statusLabel: 'status',
    slowAfter: Duration.millis(250),
  });
  const labels = { ...API, pod: 'api-1' };
  const cases: AlertCase[] = [
    {
      alert: 'HttpRequestsFail',
      firing: [
        series('http_server_requests_seconds_count', { ...labels, status: '200' }, 0, 30),
        series('http_server_requests_seconds_count', { ...labels, status: '500' }, 0, 30),
      ],
      fires: [said('critical', '50% of the requests to api in shop fail')],
      silent: {},
    },
    {
      alert: 'HttpRequestsSlow',
      firing: [
        series('http_server_requests_seconds_count', { ...labels, status: '200' }, 0, 30),
        series('http_server_requests_seconds_bucket', { ...labels, status: '200', le: '0.2' }, 0, 0),
        series('http_server_requests_seconds_bucket', { ...labels, status: '200', le: '0.4' }, 0, 30),
        series('http_server_requests_seconds_bucket', { ...labels, status: '200', le: '+Inf' }, 0, 30),
      ],
      fires: [said('warning', '5% of the requests to api in shop take longer than 390ms')],
      silent: {},
    },
  ];
  testAlerts(new AlertCases(mixin.ruleGroups, cases));
});
