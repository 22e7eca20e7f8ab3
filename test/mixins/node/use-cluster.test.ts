import { NodeMixin } from '../../../lib/mixins/node/node-mixin';
import { growing, panelComplaints, steady } from '../support/panel-value';
import { describeWithPromtool, type InputSeries } from '../support/promtool';

const [, dashboard] = new NodeMixin().dashboards;

const A = '10.0.0.1:9100';
const B = '10.0.0.2:9100';

function labels(instance: string, more: string, pod = 'node-exporter-1'): string {
  return `{job="node-exporter", instance="${instance}", pod="${pod}"${more === '' ? '' : `, ${more}`}}`;
}

function figure(metric: string, instance: string, value: number, more = '', pod?: string): InputSeries {
  return steady(`${metric}${labels(instance, more, pod)}`, value);
}

function counter(metric: string, instance: string, perSecond: number, more = ''): InputSeries {
  return growing(`${metric}${labels(instance, more)}`, perSecond);
}

function complaints(title: string, input: readonly InputSeries[], expected: { readonly [labels: string]: number }) {
  if (dashboard === undefined) throw new Error('there is no dashboard of the cluster');
  return panelComplaints({ dashboard, panel: [title, 'A'], input }, expected);
}

/** Free bytes and size of what is mounted. */
function mounted(mountpoint: string, device: string, free: number, size: number, readonly = 0): InputSeries[] {
  const mount = `mountpoint="${mountpoint}", device="${device}", fstype="ext4"`;
  return [
    figure('node_filesystem_avail_bytes', A, free, mount),
    figure('node_filesystem_size_bytes', A, size, mount),
    figure('node_filesystem_readonly', A, readonly, mount),
  ];
}

describeWithPromtool('the dashboard of all machines', () => {
  test('counts machines without figures, and shows 0 when all answer', () => {
    expect(complaints('Machines without figures', [figure('up', A, 1), figure('up', B, 0)], { '{}': 1 })).toBe('');
    expect(complaints('Machines without figures', [figure('up', A, 1), figure('up', B, 1)], { '{}': 0 })).toBe('');
  });

  test('shows the machine with the busiest CPUs, not the mean of all', () => {
    const cpu = (instance: string, idle: number): InputSeries[] =>
      ['0', '1'].map((core) => counter('node_cpu_seconds_total', instance, idle, `mode="idle", cpu="${core}"`));

    expect(complaints('Busiest CPUs', [...cpu(A, 0.25), ...cpu(B, 1)], { '{}': 0.75 })).toBe('');
  });

  test('divides the load by the cores, though a second node-exporter counts them again', () => {
    const input = ['node-exporter-1', 'node-exporter-2'].flatMap((pod) => [
      figure('node_load1', A, 3, '', pod),
      ...['0', '1'].map((core) => figure('node_cpu_seconds_total', A, 1, `mode="idle", cpu="${core}"`, pod)),
    ]);

    expect(complaints('Load for each core', input, { [`{instance="${A}"}`]: 1.5 })).toBe('');
  });

  test('shows the fullest file system that can be written to, one without a byte left among them', () => {
    const cd = mounted('/media/cd', '/dev/sr0', 0, 700, 1);

    expect(complaints('Fullest disk', [...mounted('/', '/dev/vda1', 400, 1000), ...cd], { '{}': 0.6 })).toBe('');
    expect(
      complaints('Fullest disk', [...mounted('/', '/dev/vda1', 400, 1000), ...mounted('/data', '/dev/vdb', 0, 10)], {
        '{}': 1,
      }),
    ).toBe('');
  });

  test('adds up the network cards of a machine without the cables of its pods', () => {
    const input = ['eth0', 'eth1', 'lo', 'veth1a2b3c'].map((card) =>
      counter('node_network_receive_bytes_total', A, 100, `device="${card}"`),
    );

    expect(complaints('Network traffic', input, { [`{instance="${A}"}`]: 200 })).toBe('');
  });

  test('shows each disk by itself, and no partition or volume made of it', () => {
    const input = ['vda', 'vdb', 'dm-0', 'md127', 'mmcblk0p1', 'mmcblk0'].map((disk) =>
      counter('node_disk_io_time_weighted_seconds_total', A, 3, `device="${disk}"`),
    );

    expect(
      complaints('Requests that wait for disks', input, {
        [`{instance="${A}", device="vda"}`]: 3,
        [`{instance="${A}", device="vdb"}`]: 3,
        [`{instance="${A}", device="mmcblk0"}`]: 3,
      }),
    ).toBe('');
  });
});
