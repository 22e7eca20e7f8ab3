import type { ConfigValue } from '../core/render';
import type { DataSource } from '../model/data-source';

/** Dashboards that Grafana reads from a path of its file system. */
export interface DashboardProvider {
  /** Name of the provider, unique in a Grafana. */
  readonly name: string;
  /** Title of the folder in Grafana; empty for the General folder. */
  readonly folder: string;
  /** Where the files are. */
  readonly path: string;
  /** Whether directories below the path are folders of Grafana; `folder` is empty then. */
  readonly hasSubfolders?: boolean;
}

/** Files of data sources are read in the order of their names, and the last one of a data source's name wins. */
export const DATA_SOURCES_FILE = 'zz-provisioned.yaml';

/** File of the dashboard providers. */
export const PROVIDERS_FILE = 'dashboard-providers.yaml';

/**
 * The provisioning file of data sources.
 *
 * @see https://grafana.com/docs/grafana/latest/administration/provisioning/#data-sources
 */
export function dataSourcesConfig(dataSources: readonly DataSource[]): ConfigValue {
  return {
    apiVersion: 1,
    // a data source that is no longer here is deleted, not kept in the database
    prune: true,
    datasources: dataSources.map((source) =>
      literal({
        name: source.name,
        uid: source.uid,
        type: source.type,
        access: 'proxy',
        url: source.url,
        isDefault: source.isDefault,
        editable: false,
        jsonData: source._jsonData,
      }),
    ),
  };
}

/**
 * The provisioning file of dashboard providers.
 *
 * @see https://grafana.com/docs/grafana/latest/administration/provisioning/#dashboards
 */
export function providersConfig(providers: readonly DashboardProvider[]): ConfigValue {
  return {
    apiVersion: 1,
    providers: providers.map(({ name, folder, path, hasSubfolders }) =>
      literal({
        name,
        folder,
        type: 'file',
        disableDeletion: false,
        // what is changed in the browser would be lost at the next start
        allowUiUpdates: false,
        // above 10 the files are read anew; at 10 and below they are watched, and a ConfigMap's swap of links is missed
        updateIntervalSeconds: 30,
        options: { path, foldersFromFilesStructure: hasSubfolders },
      }),
    ),
  };
}

/** Grafana puts environment variables in the place of `$NAME` and `${NAME}` in every text of these files; `$$` is a `$`. */
function literal(value: ConfigValue): ConfigValue {
  if (typeof value === 'string') return value.replaceAll('$', '$$$$');
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: ConfigValue) => literal(item));
  return Object.fromEntries(Object.entries(value).map(([key, item]: [string, ConfigValue]) => [key, literal(item)]));
}
