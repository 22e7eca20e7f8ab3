import { Duration } from 'cdk8s';
import { HttpMixin, type HttpMixinOptions } from '../../../lib/mixins/http/http-mixin';
import { AlertProfile } from '../../../lib/model/alert-profile';
import { panelComplaints } from '../support/panel-value';
import { describeWithPromtool, type InputSeries } from '../support/promtool';
import { panelsOf } from '../support/queries';
import { changing, series } from '../support/series';

const API = { namespace: 'shop', job: 'api', pod: 'api-1' };
const [http] = new HttpMixin({ pathLabel: 'path' }).dashboards;
const asked = { dashboard: http!, variables: { namespace: 'shop', job: 'api', pod: 'api-.+' } };

function requests(code: string, perSecond: number, more: object = {}): InputSeries {
  return series('http_requests_total', { ...API, code, path: '/', ...more }, 0, perSecond * 30);
}

function measured(perSecond: number, le: string): InputSeries[] {
  const labels = { ...API, code: '200', path: '/' };
  return [
    series('http_request_duration_seconds_bucket', { ...labels, le }, 0, perSecond * 30),
    series('http_request_duration_seconds_bucket', { ...labels, le: '+Inf' }, 0, perSecond * 30),
    series('http_request_duration_seconds_count', labels, 0, perSecond * 30),
  ];
}

describe('HttpMixin', () => {
  test('has a dashboard whatever alerts are wanted', () => {
    const names = Object.values(AlertProfile).map((alerts) => {
      const { dashboards, ruleGroups } = new HttpMixin({ alerts });
      return [dashboards.map(({ title }) => title), ruleGroups.flatMap(({ rules }) => rules.map(({ name }) => name))];
    });

    expect(names).toEqual([
      [['HTTP'], []],
      [['HTTP'], ['HttpRequestsFail', 'HttpRequestsSlow']],
      [['HTTP'], ['HttpRequestsFail', 'HttpRequestsSlow', 'HttpRequestsRefused', 'HttpRequestsStayOut']],
    ]);
  });

  test('stands beside another one for programs with other names', () => {
    const spring = new HttpMixin({ name: 'spring', requests: 'http_server_requests_seconds_count' });

    expect(spring).toMatchObject({ name: 'spring', dashboards: [{ uid: 'spring', title: 'HTTP / spring' }] });
    expect(spring.ruleGroups.map(({ name }) => name)).toEqual(['spring']);
  });

  test('tells paths apart where there is a label for them', () => {
    const titles = (options: HttpMixinOptions): string[] =>
      new HttpMixin(options).dashboards.flatMap(panelsOf).map(({ title }) => title);

    expect(titles({})).not.toContain('Path by path');
    expect(titles({ pathLabel: 'route' })).toContain('Path by path');
  });

  const METRIC = "it must be a metric name: letters, digits, '_' and ':', not beginning with a digit";
  const LABEL = "it must be a label name: letters, digits and '_', not beginning with a digit";

  test.each([
    [
      { name: 'HTTP' },
      `[HttpMixin] 'name' is "HTTP"; it must be 1 to 30 lower-case letters, digits or '-', neither first nor last a '-'`,
    ],
    [{ requests: 'http-requests' }, `[HttpMixin http] 'requests' is "http-requests"; ${METRIC}`],
    [{ name: 'api', duration: '1s' }, `[HttpMixin api] 'duration' is "1s"; ${METRIC}`],
    [
      { duration: 'a_seconds_bucket' },
      `[HttpMixin http] 'duration' is "a_seconds_bucket"; it must be the histogram's name without '_bucket', '_count' or '_sum'`,
    ],
    [{ statusLabel: 'status-code' }, `[HttpMixin http] 'statusLabel' is "status-code"; ${LABEL}`],
    [{ pathLabel: '{path}' }, `[HttpMixin http] 'pathLabel' is "{path}"; ${LABEL}`],
    [
      { slowAfter: Duration.seconds(0) },
      "[HttpMixin http] 'slowAfter' is 0s; it must be longer than 0, in whole milliseconds",
    ],
  ])('fails for %j', (options, message) => {
    expect(() => new HttpMixin(options)).toThrow(new Error(message));
  });
});

describeWithPromtool('the dashboard of requests', () => {
  test.each([
    'Requests a second',
    'Failed requests',
    'Slow requests',
    'Failed, last hour',
    'Refused requests',
    'Pods at work',
  ])("shows 0 as '%s' while nobody comes", (title) => {
    const input = [requests('200', 0), ...measured(0, '0.1')];

    expect(panelComplaints({ ...asked, panel: [title, 'A'], input }, { '{}': 0 })).toBe('');
  });

  test.each(['Time to answer', 'Slow requests by pod', 'Failed requests by pod'])(
    "draws 0 as '%s' while nobody comes",
    (title) => {
      const input = [requests('200', 0), ...measured(0, '0.1')];
      const labels = title === 'Time to answer' ? '{}' : '{pod="api-1"}';

      expect(panelComplaints({ ...asked, panel: [title, 'A'], input }, { [labels]: 0 })).toBe('');
    },
  );

  test('shows no time, and not 0, where none is measured', () => {
    const input = [requests('200', 5)];

    expect(panelComplaints({ ...asked, panel: ['Slow requests', 'A'], input }, {})).toBe('');
  });

  test('counts the first failures of a pod, of which there was no counter before', () => {
    const first = changing('http_requests_total', { ...API, code: '500', path: '/' }, '_x15 3x400');
    const input = [requests('200', 1), first];

    expect(panelComplaints({ ...asked, panel: ['Failed, last hour', 'A'], input }, { '{}': 3 })).toBe('');
  });

  test('draws the first failures when they happen', () => {
    const first = changing('http_requests_total', { ...API, code: '500', path: '/' }, '_x18 3x400');
    const input = [requests('200', 1), first];

    expect(panelComplaints({ ...asked, panel: ['Failures by status', 'A'], input }, { '{code="500"}': 3 })).toBe('');
  });

  test('shows which pod fails, and 0 for those that do not', () => {
    const input = [requests('200', 9), requests('502', 1), requests('200', 5, { pod: 'api-2' })];

    expect(
      panelComplaints(
        { ...asked, panel: ['Failed requests by pod', 'A'], input },
        { '{pod="api-1"}': 0.1, '{pod="api-2"}': 0 },
      ),
    ).toBe('');
  });

  test('counts the pods that get requests', () => {
    const input = [requests('200', 9), requests('200', 0, { pod: 'api-2' }), requests('200', 1, { pod: 'api-3' })];

    expect(panelComplaints({ ...asked, panel: ['Pods at work', 'A'], input }, { '{}': 2 })).toBe('');
  });

  test('says which path is slow', () => {
    const input = [requests('200', 1), ...measured(1, '0.1')];

    expect(panelComplaints({ ...asked, panel: ['Path by path', 'E'], input }, { '{path="/"}': 0.095 })).toBe('');
  });
});
