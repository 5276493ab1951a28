import { createConnection, type Socket } from 'node:net';

/** Where systemd's journal takes lines of text (`sd_journal_stream_fd(3)`); it hands them on to syslog. */
export const JOURNAL_SOCKET = '/run/systemd/journal/stdout';
/** `LOG_AUTHPRIV | LOG_NOTICE` of syslog(3): what administrators keep and ordinary users cannot read. */
const PRIORITY = (10 << 3) | 5;
/** How long the last lines may take to leave, in ms: clean-up comes first, and is done by then. */
const FAREWELL_MS = 500;
/** Bytes that wait for a journal that does not read; further lines are counted. */
const MAX_WAITING = 1 << 20;

/**
 * Lines into the system's journal, as long as there is one. Each begins a line of its own, so nothing that
 * a line holds may break it: see {@link auditLine}. A machine without a journal costs nothing but the lines:
 * `/dev/log` takes datagrams only, which Node cannot send, and no program is run for it.
 */
export class Journal {
  private socket: Socket | undefined;
  private isTold = false;
  /** Lines that did not get there, and those of them that a later line tells of. */
  private lost = 0;
  private confessed = 0;
  private why = '';

  /** @param onMissing told once why lines cannot be written, in the system's word */
  constructor(
    private readonly onMissing: (errno: string) => void,
    private readonly path: string = JOURNAL_SOCKET,
    private readonly maxWaiting: number = MAX_WAITING,
  ) {}

  write(line: string): void {
    const socket = (this.socket ??= this.connect());
    if (socket.writableLength > this.maxWaiting) {
      this.lost++;
      this.tell('it does not take lines as fast as they come');
    } else {
      this.confess(socket);
      socket.write(`${line}\n`, error => (this.lost += error ? 1 : 0));
    }
  }

  /** Whether there is a journal now, and all lines got there: if not, what is wrong. */
  async trouble(): Promise<string | undefined> {
    const socket = (this.socket ??= this.connect());
    if (socket.connecting) {
      await new Promise(resolve => socket.once('connect', resolve).once('close', resolve));
    }
    const none = socket.destroyed ? `no audit line: no journal (${this.why})` : undefined;
    const lost = this.lost > 0 ? `${this.lost} audit lines did not reach the journal` : undefined;
    return none ?? lost;
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
      this.confess(socket);
      socket.end();
    });
    socket.destroy();
  }

  /** A gap in the lines is a line. */
  private confess(socket: Socket): void {
    const gap = this.lost - this.confessed;
    if (gap > 0) {
      this.confessed = this.lost;
      socket.write(`${gap} lines could not be written\n`, error => {
        this.confessed -= error ? gap : 0;
      });
    }
  }

  private tell(why: string): void {
    this.why = why;
    if (!this.isTold) {
      this.isTold = true;
      this.onMissing(why);
    }
  }

  private connect(): Socket {
    // It closes its own half at once (`shutdown(2)` in systemd's journald-stream.c): that must not end ours.
    const socket = createConnection({ path: this.path, allowHalfOpen: true });
    socket.on('error', error => {
      this.tell('code' in error ? String(error.code) : error.message);
    });
    // A journal that was restarted is found again by the next line.
    socket.once('close', () => {
      if (this.socket === socket) {
        this.socket = undefined;
      }
    });
    // It never answers; the end of it all is only seen by who reads.
    socket.resume();
    const [unit, prefixed, syslog, kernel, console] = ['', 0, 1, 0, 0];
    const header = ['probescope', unit, PRIORITY, prefixed, syslog, kernel, console];
    socket.write(`${header.join('\n')}\n`);
    return socket;
  }
}
