import { LogLink } from '../../lib/model/log-link';

const title = 'Metrics';

function link(url: string): LogLink {
  return LogLink.fromLabel('pod', { title, url });
}

describe('LogLink', () => {
  test('leads from a label to a page of the same Grafana', () => {
    const { label, title: shown, url } = link('/d/pods?var-pod=${__value.raw}');

    expect({ label, shown, url }).toEqual({ label: 'pod', shown: 'Metrics', url: '/d/pods?var-pod=${__value.raw}' });
  });

  test('is a derived field of the name of its label, which it matches as a whole', () => {
    const { name, matcherType, matcherRegex, url, urlDisplayLabel } = link('/d/pods')._data();

    expect({ name, matcherType, url, urlDisplayLabel }).toEqual({
      name: 'pod',
      matcherType: 'label',
      url: '/d/pods',
      urlDisplayLabel: 'Metrics',
    });
    const labels = ['pod_template_hash', 'podinfo', 'my_pod', 'pod'];
    expect(labels.filter((label) => new RegExp(matcherRegex as string).test(label))).toEqual(['pod']);
  });

  test.each([
    'https://runbooks.example.com/pods/${__value.raw}',
    'http://10.0.0.5:8080/?pod=${__value.raw:percentencode}',
    'https://${__value.raw}.pods.example.com/',
    '/d/pods?var-namespace=${__data.fields.namespace}&from=${__from}&to=${__to}',
    '/explore',
  ])('may lead to %s', (url) => {
    expect(link(url).url).toBe(url);
  });

  test('knows which other labels its URL reads', () => {
    const url = '/d/pods?a=${__data.fields.namespace}&b=${__data.fields.node:percentencode}&c=${__value.raw}';

    expect(link(url)._labelsRead()).toEqual(['namespace', 'node']);
  });

  test.each(['', 'd/pods', '//evil.example.com', 'ftp://files', 'javascript:alert(1)', '/d/two words', '/\\evil'])(
    'fails for the URL %j',
    (url) => {
      const rule = "it must be a page of the same Grafana, such as '/d/shop', or an http or https URL";

      expect(() => link(url)).toThrow(new Error(`[LogLink pod] 'url' is ${JSON.stringify(url)}; ${rule}`));
    },
  );

  test.each([
    ['/d/x?${__url_time_range}', '${__url_time_range}'],
    ['/d/x?var-pod=${pod}', '${pod}'],
    ['/d/x?var-pod=$pod', '$pod'],
    ['/d/x?var-pod=[[pod]]', '[[pod]]'],
    ['/d/x?${datasource:queryparam}', '${datasource:queryparam}'],
    ['/d/x?var-pod=${__value.raw', '${__value.raw'],
    ['/d/x?ns=${__data.fields["namespace"]}', '${__data.fields["namespace"]}'],
    ['/price/$5', '$5'],
  ])('fails for %s, which Grafana would not show', (url, variable) => {
    const rule = `Grafana shows no link with '${variable}'; it may hold \${__value.raw}, \${__data.fields.LABEL}, \${__from} and \${__to}`;

    expect(() => link(url)).toThrow(new Error(`[LogLink pod] 'url' is ${JSON.stringify(url)}; ${rule}`));
  });

  test('fails for a label that Loki cannot have', () => {
    expect(() => LogLink.fromLabel('app.kubernetes.io/name', { title, url: '/d/x' })).toThrow(
      new Error(
        "[LogLink] 'label' is \"app.kubernetes.io/name\"; it must be a label name: letters, digits and '_', not beginning with a digit",
      ),
    );
  });

  test('fails for a button without text', () => {
    expect(() => LogLink.fromLabel('pod', { title: '', url: '/d/x' })).toThrow(
      new Error(
        '[LogLink pod] \'title\' is ""; it must be one line of text that is not empty and has no control characters',
      ),
    );
  });
});
