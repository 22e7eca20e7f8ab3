import { closeSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** As containerd cuts lines, `max_container_log_line_size`. */
const LONGEST_LINE = 16 * 1024;

/** The name of the folder of a container's log. */
export interface LogOwner {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

/** The log of a container as containerd writes it and the kubelet rotates it: `/var/log/pods/<ns>_<pod>_<uid>/<container>/0.log`. */
export class ContainerLog {
  public readonly folder: string;
  private file: number;
  private rotations = 0;

  /**
   * @param pods the folder `/var/log/pods` of the node
   * @param restarts how often the container was restarted, which names the file
   */
  public constructor(
    pods: string,
    { namespace, name, uid }: LogOwner,
    container: string,
    private readonly restarts = 0,
  ) {
    this.folder = join(pods, `${namespace}_${name}_${uid}`, container);
    mkdirSync(this.folder, { recursive: true });
    this.file = openSync(this.path, 'a');
  }

  private get path(): string {
    return join(this.folder, `${this.restarts}.log`);
  }

  /** A line, without its end, in as many parts as it needs. */
  public write(line: string, { time = new Date(), stream = 'stdout' }: { time?: Date; stream?: string } = {}): void {
    const bytes = Buffer.from(line, 'utf8');
    const parts = Math.max(1, Math.ceil(bytes.length / LONGEST_LINE));
    const text = Array.from({ length: parts }, (_, index) => {
      const part = bytes.subarray(index * LONGEST_LINE, (index + 1) * LONGEST_LINE);
      const head = `${time.toISOString().replace('Z', '000000Z')} ${stream} ${index + 1 < parts ? 'P' : 'F'} `;
      return Buffer.concat([Buffer.from(head), part, Buffer.from('\n')]);
    });
    writeSync(this.file, Buffer.concat(text));
  }

  /** Many lines at once. */
  public writeAll(lines: readonly string[], time = new Date()): void {
    const head = `${time.toISOString().replace('Z', '000000Z')} stdout F `;
    writeSync(this.file, lines.map((line) => `${head}${line}\n`).join(''));
  }

  /** What the kubelet does at 10 MiB: the file gets the time as its ending, and a new one takes its place. */
  public rotate(keep = 5): void {
    this.rotations += 1;
    closeSync(this.file);
    const second = String(this.rotations).padStart(6, '0');
    renameSync(this.path, `${this.path}.20260101-${second}`);
    this.file = openSync(this.path, 'a');
    const old = readdirSync(this.folder)
      .filter((file) => file !== `${this.restarts}.log`)
      .sort();
    for (const file of old.slice(0, Math.max(0, old.length - keep + 1))) rmSync(join(this.folder, file));
  }

  public close(): void {
    closeSync(this.file);
  }
}
