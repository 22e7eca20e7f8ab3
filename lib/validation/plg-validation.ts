import { fail } from '../core/errors';
import type * as Run from './run';

/** What is checked, and what fails: the `properties` of a validation in `cdk8s.yaml`. */
export interface PlgValidationProps {
  /**
   * What is not reported: names of rules, or a rule and an object, such as `host-path:DaemonSet/promtail`.
   *
   * An object can say the same of itself by the annotation `plg.cdk8s.io/ignore: host-path, image-tag`.
   *
   * @default - all rules are reported
   */
  readonly ignore?: string[];
  /**
   * The least severity that fails `cdk8s synth`: `high`, `medium`, `low` or `never`.
   *
   * @default 'high'
   */
  readonly failOn?: string;
}

/**
 * A validation plugin of the cdk8s CLI: reads all manifests of an app, whoever made them, and reports by construct what would
 * fail in the cluster, in Prometheus, in Loki or in Grafana.
 *
 * It reads queries and templates of rules, dashboards, scrape configurations and log pipelines; fields, types, names and sizes
 * of the objects; whether they find each other (selectors, ports, volumes, keys); and what would harm the cluster (images
 * without version, no limits, privileges, wildcards). Nothing is asked of a cluster or of the network.
 *
 * The CLI makes it from `cdk8s.yaml`:
 *
 * ```yaml
 * validations:
 *   - package: cdk8s-plg
 *     version: 0.1.0
 *     class: PlgValidation
 *     properties:
 *       ignore: [host-path]
 * ```
 *
 * @see https://cdk8s.io/docs/latest/cli/synth/
 * @example
 * new PlgValidation({ ignore: ['host-path:DaemonSet/promtail'], failOn: 'medium' });
 */
export class PlgValidation {
  private readonly run: Run.ValidationRun;

  /** Throws for a rule that there is not, and for a severity that is none. */
  public constructor(props: PlgValidationProps = {}) {
    const { ignore = [], failOn = 'high', ...others } = props;
    // from a YAML file, a slip in a name would switch off nothing
    const [unknown] = Object.keys(others);
    if (unknown !== undefined) {
      fail('PlgValidation', `there is no property '${unknown}'; there is: 'ignore', 'failOn'`);
    }
    // loaded on first use: synthesis itself needs none of it
    const { ValidationRun } = require('./run') as typeof Run;
    this.run = new ValidationRun(ignore, failOn);
  }

  /**
   * Reads the manifests and submits the report; the CLI calls it after synthesis.
   *
   * @param context the CLI's `ValidationContext`
   */
  public validate(context: any): void {
    this.run.report(context as Run.ValidationContext);
  }
}
