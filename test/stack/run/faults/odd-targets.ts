import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const METRICS = 'text/plain; version=0.0.4; charset=utf-8';

/** Targets that behave as no target should, each on a port of its own. */
export class OddTargets {
  private readonly servers = new Map<string, Server>();

  /** @param address that they listen on */
  public constructor(private readonly address: string) {}

  public async start(behaviours: { readonly [name: string]: RequestListener }): Promise<void> {
    for (const [name, behave] of Object.entries(behaviours)) {
      const server = createServer(behave);
      await new Promise<void>((resolve) => server.listen(0, this.address, resolve));
      this.servers.set(name, server);
    }
  }

  /** `127.22.9.1:40000`. */
  public host(name: string): string {
    return `${this.address}:${(this.servers.get(name)!.address() as AddressInfo).port}`;
  }

  public async stop(): Promise<void> {
    for (const server of this.servers.values()) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }
}

/** Answers with a text of metrics, or with something that should be one. */
export function answering(text: (scrape: number) => string | Buffer, type = METRICS): RequestListener {
  let scrapes = 0;
  return (_, response) => {
    scrapes += 1;
    if (type !== '') response.setHeader('content-type', type);
    response.end(text(scrapes));
  };
}

/** A byte a second, without end. */
export const trickling: RequestListener = (_, response) => {
  response.writeHead(200, { 'content-type': METRICS });
  const timer = setInterval(() => response.write('#'), 1000);
  response.on('close', () => clearInterval(timer));
};

/** So many bytes of valid metrics. */
export function long(bytes: number): RequestListener {
  const part = Buffer.from(samples(10_000, 'long'));
  return (_, response) => {
    response.writeHead(200, { 'content-type': METRICS });
    let sent = 0;
    const send = (): void => {
      while (sent < bytes) {
        sent += part.length;
        if (!response.write(part)) return;
      }
      response.end();
    };
    response.on('drain', send);
    send();
  };
}

/** So many series, told apart by a label. */
export function samples(count: number, value: string): string {
  const lines = Array.from({ length: count }, (_, index) => `odd_series{number="${index}",value="${value}"} ${index}`);
  return `# TYPE odd_series gauge\n${lines.join('\n')}\n`;
}
