/** Characters kept of a program's standard error. */
const KEEP = 4096;

/** Passes a program's output on line by line and remembers the end of it for an error message. */
export class OutputTail {
  private kept = '';
  private line = '';

  constructor(private readonly log: (line: string) => void) {}

  add(chunk: Buffer): void {
    const text = chunk.toString('utf8');
    this.kept = (this.kept + text).slice(-KEEP);
    const lines = (this.line + text).split('\n');
    this.line = (lines.pop() ?? '').slice(-KEEP);
    for (const line of lines) {
      this.log(line);
    }
  }

  /** The end of what was said, without white space around it. */
  get text(): string {
    return this.kept.trim();
  }
}
