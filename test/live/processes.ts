import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A port of the loopback address that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Waits up to a minute until something holds; what throws does not hold yet. */
export async function until(what: string, condition: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 60_000; ; await new Promise((resolve) => setTimeout(resolve, 200))) {
    if (await condition().catch(() => false)) return;
    if (Date.now() > deadline) throw new Error(`after a minute it is not so that ${what}`);
  }
}
