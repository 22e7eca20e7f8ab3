import { dashboardUrl, exploreLogsUrl } from '../../lib/dashboard-builder/links';

describe('exploreLogsUrl', () => {
  const url = exploreLogsUrl('{namespace="${namespace}", pod="${__value.text}"}');

  test('leaves variables to Grafana and encodes all else', () => {
    const query = url.slice(url.indexOf('?'));

    expect(query.match(/\$\{[^}]+\}/g)).toEqual(['${namespace}', '${__value.text}', '${__from}', '${__to}']);
    expect(query.replace(/\$\{[^}]+\}/g, '')).toMatch(/^\?schemaVersion=1&panes=[A-Za-z0-9%_.!~*'()-]+$/);
  });

  test('opens the logs of the pod in Loki once Grafana has put the values in', () => {
    const filled = url
      .replace('${namespace}', 'timedeal')
      .replace('${__value.text}', 'postgres-0')
      .replace('${__from}', '1700000000000')
      .replace('${__to}', '1700003600000');

    const { pathname, searchParams } = new URL(filled, 'http://localhost:3000');

    expect(pathname).toBe('/explore');
    expect(JSON.parse(searchParams.get('panes') ?? '')).toEqual({
      logs: {
        datasource: 'loki',
        queries: [
          {
            refId: 'A',
            datasource: { type: 'loki', uid: 'loki' },
            expr: '{namespace="timedeal", pod="postgres-0"}',
          },
        ],
        range: { from: '1700000000000', to: '1700003600000' },
      },
    });
  });
});

describe('dashboardUrl', () => {
  test('keeps the time range, the cluster and the data source', () => {
    const url = dashboardUrl('abc', { node: '${__value.text}' });

    expect(url).toBe(
      '/d/abc?${datasource:queryparam}&${cluster:queryparam}&${__url_time_range}&var-node=${__value.text}',
    );
  });

  test('encodes a fixed value', () => {
    expect(dashboardUrl('abc', { pod: 'a b&c' })).toContain('&var-pod=a%20b%26c');
  });
});
