import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Labels } from '../../../support/relabel';
import type { Pod } from '../cluster';
import type { ContainerLog } from '../container-log';
import type { RunningStack } from '../running-stack';

/** As containerd cuts lines, `max_container_log_line_size`. */
export const LONGEST_PART = 16 * 1024;

export type Stream = 'stdout' | 'stderr';

/** A line that has to be found in Loki. */
export interface WrittenLine {
  readonly labels: Labels;
  readonly nanoseconds: string;
  readonly text: string;
}

/** Moments that never come twice, to the nanosecond, beginning a little while ago. */
export class Clock {
  private nanoseconds = BigInt(Date.now() - 60_000) * 1_000_000n;

  /** The one that was given last. */
  public get last(): bigint {
    return this.nanoseconds;
  }

  public next(): bigint {
    this.nanoseconds += 1_000_003n;
    return this.nanoseconds;
  }
}

/**
 * A container that logs in some stacks at once, byte for byte the same: what it wrote is kept, to be compared with what
 * each of them has of it.
 */
export class LoggedContainer {
  /** Whole lines, in the order in which they were ended. */
  public readonly written: WrittenLine[] = [];
  /** Lines that nobody should find. */
  public readonly unwanted: string[] = [];
  private logs: readonly ContainerLog[];
  private restarts = 0;

  /**
   * @param stacks that run on nodes of the same names
   * @param labels of its streams, without those of the stream and the file
   */
  public constructor(
    private readonly stacks: readonly RunningStack[],
    public readonly pod: Pod,
    public readonly container: string,
    private readonly clock: Clock,
    private readonly labels: Labels,
  ) {
    this.logs = this.opened();
  }

  private get file(): string {
    const { namespace, name, uid } = this.pod;
    return `/var/log/pods/${namespace}_${name}_${uid}/${this.container}/${this.restarts}.log`;
  }

  /** A line, without its end, in as many parts as containerd makes of it. */
  public write(text: string | Buffer, stream: Stream = 'stdout'): this {
    this.writeParts(text, stream);
    return this.expect(text.toString(), stream);
  }

  /** A line that does not come to Loki. */
  public writeUnwanted(text: string): this {
    this.writeParts(text, 'stdout');
    this.unwanted.push(text);
    return this;
  }

  /** Two lines at once, whose parts take turns. */
  public writeInterleaved(text: string, errorText: string): this {
    const [out, error] = [partsOf(text), partsOf(errorText)];
    for (let index = 0; index < Math.max(out.length, error.length); index += 1) {
      if (index < out.length) this.writePart(out[index]!, 'stdout', index + 1 === out.length);
      if (index + 1 === out.length) this.expect(text, 'stdout');
      if (index < error.length) this.writePart(error[index]!, 'stderr', index + 1 === error.length);
      if (index + 1 === error.length) this.expect(errorText, 'stderr');
    }
    return this;
  }

  /** The first bytes of a line; the rest comes when the function is called that this gives back. */
  public begin(text: string, bytes: number): () => void {
    const line = this.line(Buffer.from(text), 'stdout', true);
    const moment = this.clock.last;
    const at = line.length - Buffer.byteLength(text) - 1 + bytes;
    this.append(line.subarray(0, at));
    return () => {
      this.append(line.subarray(at));
      this.expect(text, 'stdout', moment);
    };
  }

  public rotate(): this {
    for (const log of this.logs) log.rotate();
    return this;
  }

  /** The container ends and is started again, which begins a file of its own. */
  public restart(): this {
    this.close();
    this.restarts += 1;
    this.logs = this.opened();
    return this;
  }

  public close(): void {
    for (const log of this.logs) log.close();
  }

  private opened(): readonly ContainerLog[] {
    return this.stacks.map((stack) => stack.logOf(this.pod, this.container, this.restarts));
  }

  private writeParts(text: string | Buffer, stream: Stream): void {
    const parts = partsOf(text);
    parts.forEach((part, index) => this.writePart(part, stream, index + 1 === parts.length));
  }

  private writePart(part: Buffer, stream: Stream, isLast: boolean): void {
    this.append(this.line(part, stream, isLast));
  }

  private line(content: Buffer, stream: Stream, isLast: boolean): Buffer {
    const head = `${rfc3339(this.clock.next())} ${stream} ${isLast ? 'F' : 'P'} `;
    return Buffer.concat([Buffer.from(head), content, Buffer.from('\n')]);
  }

  private append(bytes: Buffer): void {
    for (const { folder } of this.logs) appendFileSync(join(folder, `${this.restarts}.log`), bytes);
  }

  private expect(text: string, stream: Stream, moment = this.clock.last): this {
    this.written.push({
      labels: { ...this.labels, stream, filename: this.file },
      nanoseconds: String(moment),
      text,
    });
    return this;
  }
}

function partsOf(text: string | Buffer): Buffer[] {
  const bytes = Buffer.from(text);
  const count = Math.max(1, Math.ceil(bytes.length / LONGEST_PART));
  return Array.from({ length: count }, (_, index) => bytes.subarray(index * LONGEST_PART, (index + 1) * LONGEST_PART));
}

function rfc3339(nanoseconds: bigint): string {
  const milliseconds = Number(nanoseconds / 1_000_000n);
  const rest = String(nanoseconds % 1_000_000n).padStart(6, '0');
  return new Date(milliseconds).toISOString().replace('Z', `${rest}Z`);
}
