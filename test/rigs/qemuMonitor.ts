import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { until } from './poll';

/** QEMU's own monitor (QMP, `docs/interop/qmp-spec.rst` of QEMU): a machine can be stopped and continued by it. */
export class QemuMonitor {
  private readonly answers: string[] = [];

  private constructor(private readonly socket: Socket) {
    createInterface({ input: socket }).on('line', line => {
      const isAnswer = ['"return"', '"error"'].some(key => line.startsWith(`{${key}`));
      if (isAnswer) {
        this.answers.push(line);
      }
    });
  }

  /** Arguments that make QEMU listen on the socket `path`. */
  static argv(path: string): string[] {
    return ['-qmp', `unix:${path},server=on,wait=off`];
  }

  static async connect(path: string): Promise<QemuMonitor> {
    const monitor = new QemuMonitor(
      await until('QEMU listens', async () => {
        const socket = connect(path);
        await once(socket, 'connect');
        return socket;
      }),
    );
    await monitor.execute('qmp_capabilities');
    return monitor;
  }

  /** Runs a command that has no arguments. */
  async execute(name: 'qmp_capabilities' | 'stop' | 'cont'): Promise<void> {
    const before = this.answers.length;
    this.socket.write(`${JSON.stringify({ execute: name })}\n`);
    const answer = await until(`QEMU answers ${name}`, () => this.answers[before]);
    if (!answer.startsWith('{"return"')) {
      throw new Error(`QEMU refused ${name}: ${answer}`);
    }
  }

  close(): void {
    this.socket.destroy();
  }
}
