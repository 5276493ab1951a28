import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Two ends of a real unix socket: closing one closes the other, which `duplexPair` does not. */
export async function socketPair(): Promise<[Socket, Socket]> {
  const folder = await mkdtemp(join(tmpdir(), 'probescope-pair-'));
  const server = createServer();
  try {
    server.listen(join(folder, 's'));
    await once(server, 'listening');
    const accepted = once(server, 'connection') as Promise<[Socket]>;
    const ours = connect(join(folder, 's'));
    const [theirs] = await accepted;
    return [ours, theirs];
  } finally {
    server.close();
    await rm(folder, { recursive: true, force: true });
  }
}
