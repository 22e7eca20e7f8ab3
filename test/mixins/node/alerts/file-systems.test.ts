import { fileSystemAlerts } from '../../../../lib/mixins/node/alerts/file-systems';
import { RuleGroup } from '../../../../lib/model/rule-group';
import type { InputSeries } from '../../support/promtool';
import { AlertCases, LATE, type AlertCase, type Said } from '../../support/alert-cases';
import { testAlerts } from '../../support/alert-tests';
import { figure, MACHINE, NAME } from './machine-series';

const GIB = 1024 ** 3;

interface Mount {
  readonly mountpoint: string;
  readonly device?: string;
  readonly fstype?: string;
  readonly readonly?: boolean;
}

/** What is free of 100 GiB or of 1000 inodes, and how much less it is with each step of 30 seconds. */
function mounted(mount: Mount, free: { bytes?: number; files?: number; step?: number }, files = 1000): InputSeries[] {
  const { mountpoint, device = '/dev/vda1', fstype = 'ext4', readonly = false } = mount;
  const labels = { mountpoint, device, fstype, device_error: '' };
  const { bytes = 60, files: free_files = 900, step = 0 } = free;
  return [
    figure('node_filesystem_size_bytes', 100 * GIB, 0, labels),
    figure('node_filesystem_avail_bytes', bytes * GIB, free.files === undefined ? step * GIB : 0, labels),
    figure('node_filesystem_files', files, 0, labels),
    figure('node_filesystem_files_free', free_files, free.files === undefined ? 0 : step, labels),
    figure('node_filesystem_readonly', readonly ? 1 : 0, 0, labels),
  ];
}

// Docker gives a node of k3d volumes of one disk of the machine
const K3D = ['/var/lib/rancher/k3s', '/var/lib/cni', '/var/log'];
const k3d = (free: { bytes?: number; files?: number; step?: number }): InputSeries[] =>
  K3D.flatMap((mountpoint) => mounted({ mountpoint }, free));

const LABELS = { ...MACHINE, device: '/dev/vda1' };
const MOUNTED = 'Mounted on: /var/lib/cni /var/lib/rancher/k3s /var/log';
const FULL = 'Nothing can be written once it is full. The kubelet deletes images and evicts pods before that.';
const NO_FILES = 'Without an inode no file can be made, however many bytes are free.';

function said(severity: string, summary: string, description: string): Said {
  return { labels: { severity, ...LABELS }, summary: `${NAME} ${summary}`, description: `${description} ${MOUNTED}` };
}

/** Full, though nothing is wrong with it. */
const FULL_BY_NATURE = [
  ...mounted({ mountpoint: '/media/cd', device: '/dev/sr0', readonly: true }, { bytes: 0, files: 0 }),
  ...mounted({ mountpoint: '/run', device: 'tmpfs', fstype: 'tmpfs' }, { bytes: 1, files: 1 }),
  ...mounted({ mountpoint: '/', device: 'overlay', fstype: 'overlay' }, { bytes: 1, files: 1 }),
  ...mounted({ mountpoint: '/etc/hosts', device: '/dev/vdb' }, { bytes: 1, files: 1 }),
];

const CASES: readonly AlertCase[] = [
  {
    alert: 'NodeFilesystemAlmostOutOfSpace',
    firing: k3d({ bytes: 4 }),
    fires: [said('warning', 'has 4% of the space of /dev/vda1 left', FULL)],
    silent: { 'there is some room, and what is full is so by nature': [...k3d({ bytes: 6 }), ...FULL_BY_NATURE] },
  },
  {
    alert: 'NodeFilesystemAlmostOutOfSpace',
    firing: k3d({ bytes: 0 }),
    fires: [
      said('critical', 'has 0% of the space of /dev/vda1 left', FULL),
      said('warning', 'has 0% of the space of /dev/vda1 left', FULL),
    ],
    silent: { 'a third is left': k3d({ bytes: 30 }) },
  },
  {
    alert: 'NodeFilesystemSpaceFillingUp',
    // 1.2 GiB an hour: 11 are gone in 9 hours, and 8 with the next 8
    firing: k3d({ bytes: 11, step: -0.01 }),
    fires: [
      said(
        'warning',
        'will be out of space on /dev/vda1 within 8 hours',
        `8% of the space are left, and for two hours they have been going at this pace. ${FULL}`,
      ),
    ],
    silent: { 'it shrinks as fast, but there is much left': k3d({ bytes: 60, step: -0.01 }) },
  },
  {
    alert: 'NodeFilesystemSpaceFillingUp',
    firing: k3d({ bytes: 11, step: -0.02 }),
    fires: ['critical', 'warning'].map((severity) =>
      said(
        severity,
        `will be out of space on /dev/vda1 within ${severity === 'critical' ? 4 : 8} hours`,
        `5% of the space are left, and for two hours they have been going at this pace. ${FULL}`,
      ),
    ),
    silent: { 'little is left, but it stays': k3d({ bytes: 8 }) },
  },
  {
    alert: 'NodeFilesystemAlmostOutOfFiles',
    firing: k3d({ files: 40 }),
    fires: [said('warning', 'has 4% of the inodes of /dev/vda1 left', NO_FILES)],
    silent: {
      'some are left, or full by nature, or btrfs, which has no fixed number': [
        ...k3d({ files: 60 }),
        ...FULL_BY_NATURE,
        // btrfs has no fixed number of inodes
        ...mounted({ mountpoint: '/data', device: '/dev/vdc', fstype: 'btrfs' }, { files: 0 }, 0),
      ],
    },
  },
  {
    alert: 'NodeFilesystemAlmostOutOfFiles',
    firing: k3d({ files: 20 }),
    fires: ['critical', 'warning'].map((severity) =>
      said(severity, 'has 2% of the inodes of /dev/vda1 left', NO_FILES),
    ),
    silent: {},
  },
  {
    alert: 'NodeFilesystemFilesFillingUp',
    firing: k3d({ files: 110, step: -0.1 }),
    fires: [
      said(
        'warning',
        'will be out of inodes on /dev/vda1 within 8 hours',
        `8% of the inodes are left, and for two hours they have been going at this pace. ${NO_FILES}`,
      ),
    ],
    silent: { 'few are left, but they stay': k3d({ files: 80 }) },
  },
  {
    alert: 'NodeFilesystemFilesFillingUp',
    firing: k3d({ files: 110, step: -0.2 }),
    fires: ['critical', 'warning'].map((severity) =>
      said(
        severity,
        `will be out of inodes on /dev/vda1 within ${severity === 'critical' ? 4 : 8} hours`,
        `5% of the inodes are left, and for two hours they have been going at this pace. ${NO_FILES}`,
      ),
    ),
    silent: {},
  },
];

describe('alerts on file systems', () => {
  testAlerts(new AlertCases([new RuleGroup('file-systems', { rules: fileSystemAlerts() })], CASES, LATE));
});
