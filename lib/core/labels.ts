import type { Construct } from 'constructs';
import { checkLabelValue } from './names';

/** What tells one component of the stack from the next. */
export interface ComponentIdentity {
  /** `app.kubernetes.io/name`: the program, `loki`. */
  readonly name: string;
  /** `app.kubernetes.io/instance`: the release, which is `prom`, `loki` and `promtail` in the guide. */
  readonly instance: string;
  /** `app.kubernetes.io/component`: its part in a larger program, `canary`. */
  readonly component?: string;
  /** `app.kubernetes.io/version`: of the program; never part of a selector. */
  readonly version?: string;
}

type Labels = { [key: string]: string };

const PREFIX = 'app.kubernetes.io';

/** The labels of the objects of one component, and the unchanging part of them that selects its pods. */
export class ComponentLabels {
  /** The labels that selectors match: a selector can never be changed after it was applied. */
  public readonly selector: Labels;

  /** The labels of every object of the component. */
  public readonly all: Labels;

  public constructor(scope: Construct, identity: ComponentIdentity) {
    this.selector = {
      [`${PREFIX}/name`]: identity.name,
      [`${PREFIX}/instance`]: identity.instance,
      ...(identity.component === undefined ? {} : { [`${PREFIX}/component`]: identity.component }),
    };
    this.all = {
      ...this.selector,
      ...(identity.version === undefined ? {} : { [`${PREFIX}/version`]: identity.version }),
      [`${PREFIX}/managed-by`]: 'cdk8s',
      [`${PREFIX}/part-of`]: 'plg',
    };
    for (const [key, value] of Object.entries(this.all)) checkLabelValue(scope, `labels.${key}`, value);
  }
}
