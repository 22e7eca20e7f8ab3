import { Duration } from 'cdk8s';
import { Rule, Severity } from '../../../model/rule';
import { exporter, ON_DISK } from '../node-queries';
import { each, NAME } from './machine';

/** What a file system can run out of. */
interface Stock {
  /** Names of the alerts. */
  readonly name: { readonly filling: string; readonly almostOut: string };
  readonly free: string;
  readonly size: string;
  readonly unit: string;
  readonly meaning: string;
  readonly runbook: string;
}

const BYTES: Stock = {
  name: { filling: 'NodeFilesystemSpaceFillingUp', almostOut: 'NodeFilesystemAlmostOutOfSpace' },
  free: 'node_filesystem_avail_bytes',
  size: 'node_filesystem_size_bytes',
  unit: 'space',
  meaning: 'Nothing can be written once it is full. The kubelet deletes images and evicts pods before that.',
  runbook:
    'On the machine, `df -h` and `du -xh --max-depth=2 /` say what takes the room: images (`crictl rmi --prune`), logs under ' +
    '/var/log, volumes of pods under /var/lib. On k3d the disk is that of Docker: `docker system df`, `docker system prune`.',
};

const INODES: Stock = {
  name: { filling: 'NodeFilesystemFilesFillingUp', almostOut: 'NodeFilesystemAlmostOutOfFiles' },
  free: 'node_filesystem_files_free',
  size: 'node_filesystem_files',
  unit: 'inodes',
  meaning: 'Without an inode no file can be made, however many bytes are free.',
  runbook:
    'On the machine, `df -i` and `du -x --inodes --max-depth=2 /` say where the many small files are: mostly caches, mail ' +
    'queues, sessions or build directories. Delete them; on ext4 the number of inodes is fixed when it is made.',
};

/** A file system that is full, or will be. */
export function fileSystemAlerts(): Rule[] {
  return [BYTES, INODES].flatMap((stock) => [
    // above 15 % nothing is wrong: the kubelet lets images pile up to there before it deletes some
    fillingUp(stock, { below: 0.15, hours: 8, severity: Severity.WARNING }),
    fillingUp(stock, { below: 0.1, hours: 4, severity: Severity.CRITICAL }),
    almostOut(stock, { below: 0.05, holdFor: Duration.minutes(30), severity: Severity.WARNING }),
    // the first minutes of what takes the rest count: no half hour here
    almostOut(stock, { below: 0.03, holdFor: Duration.minutes(10), severity: Severity.CRITICAL }),
  ]);
}

function fillingUp(stock: Stock, when: { below: number; hours: number; severity: Severity }): Rule {
  const { below, hours, severity } = when;
  // the shortest time for which metrics can be kept; from two hours one can tell the next few, not a day
  const then = `predict_linear(${exporter(stock.free, ...ON_DISK)}[2h], ${hours * 3600})`;
  return Rule.alert(stock.name.filling, {
    expr: `${share(stock)} < ${below} and ${each('min', writable(then), 'device')} < 0`,
    holdFor: Duration.hours(1),
    severity,
    summary: `${NAME} will be out of ${stock.unit} on {{ $labels.device }} within ${hours} hours`,
    description:
      `{{ $value | humanizePercentage }} of the ${stock.unit} are left, and for two hours they have been going at this pace. ` +
      `${stock.meaning} ${MOUNTS}`,
    runbook: stock.runbook,
  });
}

function almostOut(stock: Stock, when: { below: number; holdFor: Duration; severity: Severity }): Rule {
  return Rule.alert(stock.name.almostOut, {
    expr: `${share(stock)} < ${when.below}`,
    holdFor: when.holdFor,
    severity: when.severity,
    summary: `${NAME} has {{ $value | humanizePercentage }} of the ${stock.unit} of {{ $labels.device }} left`,
    description: `${stock.meaning} ${MOUNTS}`,
    runbook: stock.runbook,
  });
}

/** One device is often mounted many times, above all in the containers that are nodes of k3d: it is full once. */
function share({ free, size }: Stock): string {
  const left = each('min', writable(exporter(free, ...ON_DISK)), 'device');
  // what has no fixed number of inodes has 0 of them, and 0 / 0 is below nothing
  return `${left} / ${each('max', exporter(size, ...ON_DISK), 'device')}`;
}

/** What cannot be written to, such as an image of a CD, is full by nature. */
function writable(expr: string): string {
  return `${expr} unless ${exporter('node_filesystem_readonly', ...ON_DISK)} == 1`;
}

// asked for when the alert is shown: as a label it would tell the mounts of one device apart again
const MOUNTS =
  'Mounted on:{{ range printf "node_filesystem_size_bytes{job=\\"node-exporter\\", instance=%q, device=%q}" ' +
  '$labels.instance $labels.device | query | sortByLabel "mountpoint" }} {{ .Labels.mountpoint }}{{ end }}';
