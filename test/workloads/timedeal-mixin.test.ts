import { Chart } from 'cdk8s';
import { Credentials } from '../../lib/core/credentials';
import { AlertProfile } from '../../lib/model/alert-profile';
import { KubernetesFlavor } from '../../lib/model/kubernetes-flavor';
import { Timedeal, type TimedealProps } from '../../lib/workloads/timedeal/timedeal';
import { TimedealMixin, type TimedealMixinOptions } from '../../lib/workloads/timedeal/timedeal-mixin';
import { panelsOf } from '../mixins/support/queries';
import { testApp } from '../support/manifests';

function mixin(
  namespace = 'timedeal',
  options: TimedealMixinOptions = {},
  props: Partial<TimedealProps> = {},
): TimedealMixin {
  const chart = new Chart(testApp(), 'shop', { namespace });
  const databaseCredentials = Credentials.fromSecret('timedeal-db');
  return new TimedealMixin(new Timedeal(chart, 'Timedeal', { databaseCredentials, ...props }), options);
}

function alertsOf({ ruleGroups }: TimedealMixin): string[] {
  return ruleGroups.flatMap(({ rules }) => rules).map(({ name }) => name);
}

describe('TimedealMixin', () => {
  test('brings the dashboard and the alerts of the guide’s shop', () => {
    const { name, dashboards, ruleGroups: groups } = mixin();

    expect(name).toBe('timedeal');
    expect(dashboards.map(({ uid, title }) => ({ uid, title }))).toEqual([
      { uid: 'timedeal-load-test', title: 'Timedeal load test' },
    ]);
    expect(groups.map((group) => group.name)).toEqual(['timedeal', 'timedeal-postgres']);
  });

  test('takes another name for a shop in another namespace, so that both are watched side by side', () => {
    const { name, dashboards, ruleGroups: groups } = mixin('shop-eu');

    expect(name).toBe('timedeal-shop-eu');
    expect(dashboards.map(({ uid, title }) => ({ uid, title }))).toEqual([
      { uid: 'timedeal-load-test-shop-eu', title: 'Timedeal load test (shop-eu)' },
    ]);
    expect(groups.map((group) => group.name)).toEqual(['timedeal-shop-eu', 'timedeal-shop-eu-postgres']);
  });

  test('has a uid that Grafana takes for the longest namespace, another one for each', () => {
    const uids = ['a', 'b'].map((letter) => mixin(letter.repeat(63)).dashboards[0]?.uid ?? '');

    expect(uids.filter((uid) => /^[a-z0-9-]{1,40}$/.test(uid))).toHaveLength(2);
    expect(new Set(uids).size).toBe(2);
  });

  test('reads nothing of a shop in another namespace', () => {
    const { dashboards, ruleGroups: groups } = mixin('shop-eu');

    const queries = [
      ...dashboards.flatMap((dashboard) => panelsOf(dashboard)).flatMap(({ targets = [] }) => targets),
      ...groups.flatMap(({ rules }) => rules).map(({ _data }) => _data),
    ].map(({ expr }) => expr);

    expect(queries.filter((expr) => !/"shop-eu(-stock-service-80@kubernetes)?"|^vector\(100\)$/.test(expr))).toEqual(
      [],
    );
    expect(queries.filter((expr) => expr.includes('namespace="timedeal"'))).toEqual([]);
  });

  test('has no alerts on request', () => {
    expect(alertsOf(mixin('timedeal', { alerts: AlertProfile.NONE }))).toEqual([]);
    expect(alertsOf(mixin('timedeal', { alerts: AlertProfile.FULL }))).toEqual(alertsOf(mixin()));
  });

  test('asks a database without exporter for nothing', () => {
    const without = mixin('timedeal', {}, { databaseExporter: false });

    const [dashboard] = without.dashboards;
    expect(JSON.stringify(dashboard?._model())).not.toMatch(/\bpg_/);
    expect(JSON.stringify(without.ruleGroups.flatMap(({ rules }) => rules))).not.toMatch(/\bpg_/);
    // that its pod is gone is known all the same
    expect(alertsOf(without).filter((name) => name.includes('Postgres'))).toEqual(['TimedealPostgresDown']);
  });

  test('asks Traefik only where it is scraped', () => {
    const titles = ({ dashboards: [dashboard] }: TimedealMixin): string[] =>
      dashboard === undefined ? [] : panelsOf(dashboard).map(({ title }) => title);

    const k3s = titles(mixin('timedeal', { flavor: KubernetesFlavor.K3S }));
    const standard = titles(mixin('timedeal', { flavor: KubernetesFlavor.STANDARD }));

    expect(k3s.filter((title) => !standard.includes(title))).toEqual([
      'Requests through Traefik',
      'Time at Traefik and in the service',
    ]);
  });

  test('fails for what is no shop', () => {
    expect(() => new TimedealMixin(undefined as unknown as Timedeal)).toThrow(
      new Error("[TimedealMixin] 'shop' is null; it must be the construct of the shop: new timedeal.Timedeal(...)"),
    );
  });
});
