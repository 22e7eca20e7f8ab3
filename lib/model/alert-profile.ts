import { checkMember, checkProps } from '../core/kinds';

/** How many of a mixin's alerts are wanted. */
export enum AlertProfile {
  /** None; the recording rules that dashboards read stay. */
  NONE = 'none',
  /** What can go wrong on any cluster of its kind, and asks someone to act. Nothing fires while all is well. */
  CORE = 'core',
  /**
   * Also what needs hardware or parts that many clusters lack (RAID, bonding, etcd, certificates), what only informs, and
   * `Watchdog`, which always fires so that a silent alert path is noticed.
   */
  FULL = 'full',
}

/** What the mixins of the library have in common. */
export interface MixinOptions {
  /**
   * Which of its alerts are wanted.
   *
   * @default AlertProfile.CORE
   */
  readonly alerts?: AlertProfile;
}

/** Refuses options that are no map, and alerts by another name. */
export function checkMixinOptions(mixin: string, options: MixinOptions): void {
  checkProps(mixin, options, 'options');
  checkMember(mixin, 'alerts', options.alerts, { AlertProfile });
}
