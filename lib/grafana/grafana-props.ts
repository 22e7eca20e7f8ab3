import type { ComponentProps } from '../core/component';
import type { Credentials } from '../core/credentials';
import type { Storage } from '../core/storage';
import type { Dashboard } from '../model/dashboard';
import type { DataSource } from '../model/data-source';
import type { GrafanaDiscovery } from './discovery-sidecars';

/** What is said of Grafana. */
export interface GrafanaProps extends ComponentProps {
  /**
   * User name and password of the administrator.
   *
   * Grafana reads them when its database is new: on a claim, change the password with
   * `kubectl exec deploy/prom-grafana -- grafana cli admin reset-admin-password`.
   */
  readonly admin: Credentials;
  /**
   * Where Grafana keeps what is made in the browser: users, preferences, dashboards that are not provisioned. A claim
   * grows later only where its class allows it, and never shrinks: docs/upgrading.md.
   *
   * @default Storage.persistent(Size.gibibytes(1))
   */
  readonly storage?: Storage;
  /**
   * Whether labelled ConfigMaps of the cluster are picked up besides what this app gives.
   *
   * @default GrafanaDiscovery.none()
   */
  readonly discovery?: GrafanaDiscovery;
  /**
   * The URL that browsers see, such as `https://grafana.corp.example/`; with a path, Grafana is served under that path.
   * Setting `server.root_url`.
   *
   * @default - `http://localhost:3000/`, as `kubectl port-forward` gives it
   */
  readonly rootUrl?: string;
  /**
   * Whether Grafana evaluates alert rules of its own. The rules of this stack are evaluated by Prometheus. Setting
   * `unified_alerting.enabled`.
   *
   * @default false
   */
  readonly alerting?: boolean;
  /**
   * Ids of plugins that are not loaded; an empty list for all that Grafana brings. Each data source plugin is a process of
   * its own: with all of them, give Grafana a memory limit of 1Gi. Setting `plugins.disable_plugins`.
   *
   * @default - the data source plugins of the image other than those of Prometheus and Loki
   */
  readonly disabledPlugins?: string[];
  /**
   * Data sources to begin with; see `addDataSource`.
   *
   * @default - none
   */
  readonly dataSources?: DataSource[];
  /**
   * Dashboards to begin with; see `addDashboard`.
   *
   * @default - none
   */
  readonly dashboards?: Dashboard[];
  /**
   * Further settings of Grafana by section and key, such as `{ smtp: { enabled: true, host: 'mail.corp.example:25' } }`.
   * Values are text of one line, numbers or booleans, as Grafana is to have them: quotes and comment signs are taken care of.
   *
   * No secrets: the output shows them in clear. Grafana reads them itself where a value says so, by `$__file{/path}` from a
   * file of a Secret that a patch of the Deployment mounts, or by `$__env{NAME}`.
   *
   * Throws for a setting that this library sets to another value or relies on, naming the prop for it where there is one;
   * for a password, and for a value that no line can hold.
   *
   * @see https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/
   * @default - none
   */
  readonly extraConfig?: { [key: string]: any };
}
