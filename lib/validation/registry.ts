import type { Check } from './check';
import { IMAGE_TAGS } from './hardening/images';
import { HOST_NAMESPACES, HOST_PATHS, PRIVILEGED } from './hardening/privileges';
import { WILDCARD_RBAC } from './hardening/rbac';
import { MEMORY_LIMITS, RESOURCE_REQUESTS } from './hardening/resources';
import { SECRET_DATA, SECRET_VARIABLES } from './hardening/secrets';
import { ALERT_TEMPLATES } from './queries/alert-templates';
import { BROKEN_TEXTS } from './queries/broken-texts';
import { DASHBOARDS, DASHBOARD_LAYOUT, DASHBOARD_UIDS } from './queries/dashboards';
import { LOG_PIPELINES } from './queries/log-pipelines';
import { MONITORS } from './queries/monitors';
import { RULE_EXPRESSIONS } from './queries/rule-expressions';
import { RULE_FILES } from './queries/rule-files';
import { SCRAPE_CONFIGS } from './queries/scrape-configs';
import { SCRAPE_TARGETS } from './queries/scrape-targets';
import { CONFIG_KEYS } from './references/config-keys';
import { PROBE_PORTS, SERVICE_PORTS } from './references/ports';
import { SERVICE_SELECTORS, WORKLOAD_SELECTORS } from './references/selectors';
import { INGRESS_BACKENDS, SCALE_TARGETS } from './references/targets';
import { UNUSED_VOLUMES, VOLUME_MOUNTS } from './references/volumes';
import { API_VERSIONS } from './schema/api-versions';
import { DUPLICATES } from './schema/duplicates';
import { FIELDS } from './schema/fields';
import { INGRESS_PATHS } from './schema/ingress-paths';
import { CONTAINER_NAMES, NAMES } from './schema/names';
import { QUANTITIES } from './schema/quantities';
import { SIZES } from './schema/sizes';

/** All rules, in the order of the report. A new rule is a new line here, and a new row in the docs. */
export const CHECKS: readonly Check[] = [
  // does the monitoring read what it is given
  RULE_EXPRESSIONS,
  RULE_FILES,
  ALERT_TEMPLATES,
  DASHBOARDS,
  DASHBOARD_UIDS,
  DASHBOARD_LAYOUT,
  SCRAPE_CONFIGS,
  SCRAPE_TARGETS,
  MONITORS,
  LOG_PIPELINES,
  BROKEN_TEXTS,
  // does the cluster take the objects
  FIELDS,
  API_VERSIONS,
  NAMES,
  CONTAINER_NAMES,
  INGRESS_PATHS,
  QUANTITIES,
  SIZES,
  DUPLICATES,
  // do the objects find each other
  WORKLOAD_SELECTORS,
  SERVICE_SELECTORS,
  SERVICE_PORTS,
  PROBE_PORTS,
  VOLUME_MOUNTS,
  UNUSED_VOLUMES,
  CONFIG_KEYS,
  INGRESS_BACKENDS,
  SCALE_TARGETS,
  // do they harm the cluster
  RESOURCE_REQUESTS,
  MEMORY_LIMITS,
  IMAGE_TAGS,
  SECRET_DATA,
  SECRET_VARIABLES,
  PRIVILEGED,
  HOST_NAMESPACES,
  HOST_PATHS,
  WILDCARD_RBAC,
];
