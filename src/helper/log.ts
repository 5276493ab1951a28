/** A level and a line of it. */
export type LogSink = (level: 'debug' | 'info' | 'warn' | 'error', message: string) => void;

/** Says what the helper does, to stderr and, once there is one, to the extension. */
export class Log {
  /** Where lines go beside stderr. */
  sink: LogSink | undefined;

  constructor(private readonly write: (text: string) => void) {}

  debug(message: string): void {
    this.add('debug', message);
  }

  info(message: string): void {
    this.add('info', message);
  }

  warn(message: string): void {
    this.add('warn', message);
  }

  error(message: string): void {
    this.add('error', message);
  }

  private add(level: Parameters<LogSink>[0], message: string): void {
    const line = message.replace(/[\u0000-\u001f\u007f]/g, ' ').slice(0, 1000);
    this.write(`probescope-helper: ${level}: ${line}\n`);
    this.sink?.(level, line);
  }
}
