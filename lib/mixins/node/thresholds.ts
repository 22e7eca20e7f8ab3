import type { Thresholds } from '../../dashboard-builder/spec';

/** Of what the machine has. */
export const OF_MACHINE: Thresholds = { warning: 0.8, critical: 0.95 };

/** Of a disk: at 85 % the kubelet begins to delete images. */
export const OF_DISK: Thresholds = { warning: 0.75, critical: 0.85 };

/** Tasks for each core. */
export const PER_CORE: Thresholds = { warning: 1, critical: 2 };
