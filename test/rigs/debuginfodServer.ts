import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 20_000;

/** Debian's debuginfod on loopback, over the files of one folder. */
export interface DebuginfodServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts it and waits until it has the debug file of a build-id. It asks no other server. */
export async function startDebuginfod(folder: string, buildId: string): Promise<DebuginfodServer> {
  const port = await freePort();
  const env = { PATH: process.env['PATH'], HOME: folder };
  const args = ['--port', String(port), '--scan-file-dir', '--database', ':memory:', folder];
  const server = spawn('debuginfod', args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  server.stdout.on('data', (text: Buffer) => (log += text.toString()));
  server.stderr.on('data', (text: Buffer) => (log += text.toString()));
  const url = `http://127.0.0.1:${port}`;
  const end = Date.now() + PATIENCE_MS;
  while (!(await has(url, buildId))) {
    if (server.exitCode !== null || Date.now() > end) {
      server.kill();
      throw new Error(`debuginfod does not serve ${buildId}:\n${log}`);
    }
    await sleep(50);
  }
  return {
    url,
    stop: async () => {
      const gone = once(server, 'exit');
      server.kill();
      await gone;
    },
  };
}

async function has(url: string, buildId: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/buildid/${buildId}/debuginfo`);
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
