import { coredns } from '../../../lib/mixins/kubernetes/dns/coredns';
import { buildDashboard } from '../../../lib/dashboard-builder/build-dashboard';
import { Dashboard } from '../../../lib/model/dashboard';
import { growing, panelComplaints, steady } from '../support/panel-value';
import { describeWithPromtool, type InputSeries } from '../support/promtool';

const spec = coredns();
const dashboard = Dashboard._lazy(spec.uid, spec.title, {}, () => buildDashboard(spec));

const PODS = ['coredns-1', 'coredns-2'];

/** Labels of a series of CoreDNS, which tells each server block and zone apart. */
function of(pod: string, labels = '', zone = '.'): string {
  return `{job="coredns", namespace="kube-system", pod="${pod}", server="dns://:53", view="", zone="${zone}", ${labels}}`;
}

function answers(rcode: string, perSecond: number, pod = 'coredns-1', zone = '.'): InputSeries {
  return growing(`coredns_dns_responses_total${of(pod, `rcode="${rcode}", plugin="errors"`, zone)}`, perSecond);
}

function questions(type: string, proto: string, perSecond: number, pod = 'coredns-1'): InputSeries {
  return growing(`coredns_dns_requests_total${of(pod, `type="${type}", proto="${proto}", family="1"`)}`, perSecond);
}

function timed(histogram: string, labels: string, perSecond: { readonly [le: string]: number }): InputSeries[] {
  return PODS.flatMap((pod) =>
    Object.entries(perSecond).map(([le, value]) =>
      growing(`${histogram}_bucket${of(pod, labels === '' ? `le="${le}"` : `${labels}, le="${le}"`)}`, value),
    ),
  );
}

const lookups = (perSecond: number): InputSeries[] =>
  PODS.map((pod) => growing(`coredns_cache_requests_total${of(pod)}`, perSecond));
const hits = (type: string, perSecond: number): InputSeries[] =>
  PODS.map((pod) => growing(`coredns_cache_hits_total${of(pod, `type="${type}"`)}`, perSecond));

/** What is wrong with a panel of these series. */
function complaints(
  title: string,
  input: readonly InputSeries[],
  expected: { readonly [labels: string]: number },
  refId = 'A',
): string {
  return panelComplaints({ dashboard, panel: [title, refId], input }, expected);
}

describeWithPromtool('questions to CoreDNS', () => {
  const input = [
    questions('A', 'udp', 6),
    questions('A', 'tcp', 1),
    questions('AAAA', 'udp', 2),
    questions('A', 'udp', 1, 'coredns-2'),
    growing('coredns_dns_requests_total{job="nodelocaldns", type="A", pod="other"}', 100),
  ];

  test('are counted once, over pods, protocols and types, and not those to other programs', () => {
    expect(complaints('Questions a second', input, { '{}': 10 })).toBe('');
  });

  test('are shown by type and by pod', () => {
    expect(complaints('Questions by type', input, { '{type="A"}': 8, '{type="AAAA"}': 2 })).toBe('');
    expect(complaints('Questions by pod', input, { '{pod="coredns-1"}': 9, '{pod="coredns-2"}': 1 })).toBe('');
  });
});

describeWithPromtool('answers of CoreDNS', () => {
  const fine = [answers('NOERROR', 6), answers('NOERROR', 3, 'coredns-2'), answers('NXDOMAIN', 9, 'coredns-2')];

  test('that failed are a share of all, over all zones and pods', () => {
    const failed = [answers('SERVFAIL', 1), answers('SERVFAIL', 1, 'coredns-2', 'cluster.local.')];

    expect(complaints('Failed answers', [...fine, ...failed], { '{}': 0.1 })).toBe('');
  });

  test('did not fail when a name does not exist: the share is 0 before the first failure', () => {
    expect(complaints('Failed answers', fine, { '{}': 0 })).toBe('');
  });

  test('failed in no part while nobody asks', () => {
    expect(complaints('Failed answers', [answers('NOERROR', 0), answers('SERVFAIL', 0)], { '{}': 0 })).toBe('');
  });

  test('have no share of failures where CoreDNS is not scraped', () => {
    expect(complaints('Failed answers', [], {})).toBe('');
  });

  test('are shown by outcome', () => {
    expect(complaints('Answers by outcome', fine, { '{rcode="NOERROR"}': 9, '{rcode="NXDOMAIN"}': 9 })).toBe('');
  });
});

describeWithPromtool('the time of CoreDNS', () => {
  const HISTOGRAM = 'coredns_dns_request_duration_seconds';
  // of a hundred: 50 within 1 ms, 45 more within 8 ms, 4 more within 128 ms
  const input = timed(HISTOGRAM, '', { '0.001': 5, '0.008': 9.5, '0.128': 9.9, '+Inf': 10 });

  test('is that of all pods together', () => {
    expect(complaints('Time to answer', input, { '{}': 0.001 }, 'A')).toBe('');
    expect(complaints('Time to answer', input, { '{}': 0.008 }, 'B')).toBe('');
    expect(complaints('Slow answers', input, { '{}': 0.128 })).toBe('');
  });

  test('is 0 while nobody asks, and unknown where CoreDNS is not scraped', () => {
    const idle = [...timed(HISTOGRAM, '', { '0.001': 0, '+Inf': 0 }), questions('A', 'udp', 0)];

    expect(complaints('Slow answers', idle, { '{}': 0 })).toBe('');
    expect(complaints('Slow answers', [], {})).toBe('');
  });

  test('is told of each server outside, not of what other plugins ask', () => {
    const outside = (name: string, to: string, le: string): InputSeries[] =>
      timed('coredns_proxy_request_duration_seconds', `proxy_name="${name}", to="${to}", rcode="NOERROR"`, {
        [le]: 1,
        '+Inf': 1,
      });
    const servers = [...outside('forward', 'a:53', '0.1'), ...outside('forward', 'b:53', '2')];

    expect(
      complaints('Time of the servers outside', [...servers, ...outside('other', 'a:53', '8')], {
        '{to="a:53"}': 0.099,
        '{to="b:53"}': 1.98,
      }),
    ).toBe('');
  });
});

describeWithPromtool('the servers behind CoreDNS', () => {
  test('are shown with what they answer', () => {
    const answered = (name: string, rcode: string, perSecond: number): InputSeries[] =>
      PODS.map((pod) => {
        const labels = of(pod, `proxy_name="${name}", to="a:53", rcode="${rcode}"`);
        return growing(`coredns_proxy_request_duration_seconds_count${labels}`, perSecond);
      });
    const input = [
      ...answered('forward', 'NOERROR', 2),
      ...answered('forward', 'SERVFAIL', 1),
      ...answered('other', 'NOERROR', 9),
    ];
    const shown = { '{to="a:53", rcode="NOERROR"}': 4, '{to="a:53", rcode="SERVFAIL"}': 2 };

    expect(complaints('Passed on, by outcome', input, shown)).toBe('');
  });

  test('are out of reach as often as any pod says', () => {
    const broken = 'coredns_forward_healthcheck_broken_total';
    const input = [growing(`${broken}${of('coredns-1')}`, 0), growing(`${broken}${of('coredns-2')}`, 2)];

    expect(complaints('Next servers out of reach', input, { '{}': 2 })).toBe('');
  });
});

describeWithPromtool('the cache of CoreDNS', () => {
  const input = [...lookups(10), ...hits('success', 5), ...hits('denial', 3)];

  test('answers a share of what it is asked, found names and missing ones alike', () => {
    expect(complaints('Answered from the cache', input, { '{}': 0.8 })).toBe('');
  });

  test('answers nothing before its first hit, and while nobody asks', () => {
    expect(complaints('Answered from the cache', lookups(10), { '{}': 0 })).toBe('');
    expect(complaints('Answered from the cache', [...lookups(0), ...hits('success', 0)], { '{}': 0 })).toBe('');
  });

  test('has hits of each type and misses, which add up to what it is asked', () => {
    expect(complaints('Cache', input, { '{type="success"}': 10, '{type="denial"}': 6 })).toBe('');
    expect(complaints('Cache', input, { '{}': 4 }, 'B')).toBe('');
    expect(complaints('Cache', lookups(10), { '{}': 20 }, 'B')).toBe('');
  });

  test('is as full as that of the pod with the most, since each has its own', () => {
    const entries = (pod: string, type: string, count: number): InputSeries =>
      steady(`coredns_cache_entries${of(pod, `type="${type}", zones="."`)}`, count);
    const kept = [entries('coredns-1', 'success', 6000), entries('coredns-2', 'success', 5000)];

    expect(
      complaints('Entries in the cache', [...kept, entries('coredns-1', 'denial', 7)], {
        '{type="success"}': 6000,
        '{type="denial"}': 7,
      }),
    ).toBe('');
  });
});

describeWithPromtool('crashes of CoreDNS', () => {
  const panics = (pod: string, values: string): InputSeries => ({ series: `coredns_panics_total${of(pod)}`, values });

  test('are counted whole, over all pods', () => {
    const input = [panics('coredns-1', '0x9 1x31'), panics('coredns-2', '2x40')];

    expect(complaints('Crashes, last hour', input, { '{}': 1 })).toBe('');
  });

  test('are none when there was none', () => {
    expect(complaints('Crashes, last hour', [panics('coredns-1', '0x40')], { '{}': 0 })).toBe('');
  });
});
