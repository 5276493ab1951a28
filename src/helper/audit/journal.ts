import { createConnection, type Socket } from 'node:net';

/** Where systemd's journal takes lines of text (`sd_journal_stream_fd(3)`); it hands them on to syslog. */
export const JOURNAL_SOCKET = '/run/systemd/journal/stdout';
/** `LOG_AUTHPRIV | LOG_NOTICE` of syslog(3): what administrators keep and ordinary users cannot read. */
const PRIORITY = (10 << 3) | 5;
/** How long the last lines may take to leave, in ms: clean-up comes first, and is done by then. */
const FAREWELL_MS = 500;
/** Bytes that wait for a journal that does not read; further lines are given up. */
const MAX_WAITING = 1 << 20;

/**
 * Lines into the system's journal, as long as there is one. Each begins a line of its own, so nothing that
 * a line holds may break it: see {@link auditLine}. A machine without a journal costs nothing but the lines.
 */
export class Journal {
  private socket: Socket | undefined;
  private isTold = false;

  /** @param onMissing told once why lines cannot be written, in the system's word */
  constructor(
    private readonly onMissing: (errno: string) => void,
    private readonly path: string = JOURNAL_SOCKET,
  ) {}

  write(line: string): void {
    this.socket ??= this.connect();
    if (this.socket.writableLength > MAX_WAITING) {
      this.tell('it does not take lines as fast as they come');
    } else {
      this.socket.write(`${line}\n`);
    }
  }

  /** Settles when the lines are out, or it has taken too long. */
  async close(): Promise<void> {
    const { socket } = this;
    if (socket === undefined || socket.destroyed) {
      return;
    }
    await new Promise<void>(resolve => {
      const timer = setTimeout(resolve, FAREWELL_MS);
      socket.once('close', () => {
        clearTimeout(timer);
        resolve();
      });
      socket.end();
    });
    socket.destroy();
  }

  private tell(why: string): void {
    if (!this.isTold) {
      this.isTold = true;
      this.onMissing(why);
    }
  }

  private connect(): Socket {
    const socket = createConnection(this.path);
    socket.on('error', error => {
      this.tell('code' in error ? String(error.code) : error.message);
    });
    // A journal that was restarted is found again by the next line.
    socket.once('close', () => {
      if (this.socket === socket) {
        this.socket = undefined;
      }
    });
    // It never answers; its end of the stream is only seen by who reads.
    socket.resume();
    const [unit, prefixed, syslog, kernel, console] = ['', 0, 1, 0, 0];
    const header = ['probescope', unit, PRIORITY, prefixed, syslog, kernel, console];
    socket.write(`${header.join('\n')}\n`);
    return socket;
  }
}
