import type { Construct } from 'constructs';
import { invalid } from '../core/errors';
import type { ConfigKeys } from '../core/merge-config';
import type { ConfigValue } from '../core/render';

/**
 * Refuses what Prometheus loads without a word, and can do nothing with: a URL to write to or to read from that is none, and
 * Alertmanagers that are to be spoken to by another protocol than HTTP.
 */
export function checkReachable(scope: Construct, extra: ConfigKeys): void {
  for (const key of ['remote_write', 'remote_read']) {
    for (const [index, remote] of mapsIn(extra[key]).entries()) {
      const { url } = remote;
      if (typeof url === 'string' && /^https?:\/\/[^\s/]/.test(url) && URL.canParse(url)) continue;
      const rule = "it must be an http or https URL, such as 'https://mimir.corp.example/api/v1/push'";
      invalid(scope, `extraConfig.${key}[${index}].url`, url, rule);
    }
  }
  const alerting = mapsIn([extra['alerting']])[0] ?? {};
  for (const [index, { scheme }] of mapsIn(alerting['alertmanagers']).entries()) {
    if (scheme === undefined || scheme === 'http' || scheme === 'https') continue;
    invalid(scope, `extraConfig.alerting.alertmanagers[${index}].scheme`, scheme, "it must be 'http' or 'https'");
  }
}

/** The maps of a list. */
function mapsIn(value: ConfigValue): readonly ConfigKeys[] {
  const isMap = (item: ConfigValue): item is ConfigKeys =>
    typeof item === 'object' && item !== null && !Array.isArray(item);
  return Array.isArray(value) ? (value as readonly ConfigValue[]).filter(isMap) : [];
}
