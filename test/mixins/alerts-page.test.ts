import { Chart } from 'cdk8s';
import {
  AlertProfile,
  Credentials,
  GoMixin,
  HttpMixin,
  JvmMixin,
  KubernetesFlavor,
  type Mixin,
  NodejsMixin,
  PlgStack,
  PostgresMixin,
  timedeal,
} from '../../lib';
import { generatedPage } from '../support/generated-page';
import { testApp } from '../support/manifests';
import { alertsPage, type ListedAlert } from './support/alerts-page';

const CHOICES = Object.values(KubernetesFlavor).flatMap((flavor) =>
  [AlertProfile.CORE, AlertProfile.FULL].map((alerts) => ({ flavor, alerts })),
);

function mixinsOf(flavor: KubernetesFlavor, alerts: AlertProfile): readonly Mixin[] {
  const app = testApp();
  const grafana = { admin: Credentials.fromSecret('grafana-admin') };
  const plg = new PlgStack(new Chart(app, 'monitoring', { namespace: 'monitoring' }), 'Plg', {
    flavor,
    alerts,
    grafana,
  });
  const shop = new timedeal.Timedeal(new Chart(app, 'timedeal', { namespace: 'timedeal' }), 'Timedeal', {
    databaseCredentials: Credentials.fromSecret('timedeal-db'),
  });
  const programs = [HttpMixin, NodejsMixin, JvmMixin, GoMixin, PostgresMixin].map((kind) => new kind({ alerts }));
  return [...plg._mixins(), new timedeal.TimedealMixin(shop, { flavor, alerts }), ...programs];
}

/** The mixins that are there without being asked for. */
function broughtAlong(mixin: string): boolean {
  return !['http', 'nodejs', 'jvm', 'go', 'postgres'].includes(mixin);
}

/** Every alert once, with the kinds of cluster and the profiles that have it. */
function listedAlerts(): ListedAlert[] {
  const found = new Map<string, ListedAlert>();
  for (const { flavor, alerts } of CHOICES) {
    for (const mixin of mixinsOf(flavor, alerts)) {
      for (const { _data } of mixin.ruleGroups.flatMap(({ rules }) => rules)) {
        if (_data.alert === undefined) continue;
        const key = JSON.stringify([mixin.name, _data.alert, _data.labels]);
        const known = found.get(key) ?? { mixin: mixin.name, rule: _data, flavors: new Set(), profiles: new Set() };
        known.flavors.add(flavor);
        known.profiles.add(alerts);
        found.set(key, known);
      }
    }
  }
  return [...found.values()];
}

describe('the alerts of the library', () => {
  const alerts = listedAlerts();
  const countOf = (flavor: KubernetesFlavor, profile: AlertProfile): number =>
    alerts.filter(({ mixin, flavors, profiles }) => broughtAlong(mixin) && flavors.has(flavor) && profiles.has(profile))
      .length;

  test('are some eighty in the core of either kind of cluster, and more in the full profile', () => {
    for (const flavor of Object.values(KubernetesFlavor)) {
      expect(countOf(flavor, AlertProfile.CORE)).toBeGreaterThanOrEqual(75);
      expect(countOf(flavor, AlertProfile.FULL)).toBeGreaterThan(countOf(flavor, AlertProfile.CORE));
    }
  });

  test('are not there in the profile of none, while dashboards and recorded series are', () => {
    const mixins = mixinsOf(KubernetesFlavor.K3S, AlertProfile.NONE);
    const rules = mixins.flatMap(({ ruleGroups }) => ruleGroups).flatMap((group) => group.rules);

    expect(rules.flatMap(({ _data }) => _data.alert ?? [])).toEqual([]);
    expect(rules.length).toBeGreaterThan(0);
    expect(mixins.flatMap(({ dashboards }) => dashboards).length).toBeGreaterThan(10);
  });

  test('are those that docs/alerts.md tells of', () => {
    const page = alertsPage(alerts);

    expect(generatedPage('docs/alerts.md', page)).toBe(page);
  });
});
