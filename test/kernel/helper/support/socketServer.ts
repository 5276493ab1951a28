import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';

/** A socket in a private folder of its own, as the extension offers it to the helper. */
export class SocketServer {
  private constructor(
    readonly folder: string,
    readonly path: string,
    /** The first peer to connect. */
    readonly peer: Promise<Socket>,
    private readonly server: ReturnType<typeof createServer>,
  ) {}

  static async listen(): Promise<SocketServer> {
    const folder = await mkdtemp('/tmp/probescope-socket-');
    const path = join(folder, 's');
    const server = createServer();
    const peer = new Promise<Socket>(resolve => server.once('connection', resolve));
    await new Promise<void>(resolve => server.listen(path, resolve));
    return new SocketServer(folder, path, peer, server);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}
