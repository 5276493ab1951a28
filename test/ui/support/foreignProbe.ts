import { appendFile, open } from 'node:fs/promises';

const EVENTS = '/sys/kernel/tracing/uprobe_events';

/** A probe that another tool made: written to the kernel as perf does. */
export class ForeignProbe {
  private constructor(private readonly event: string) {}

  /** @param event `GROUP/EVENT` */
  static async make(event: string, path: string, offset: string): Promise<ForeignProbe> {
    await appendTo(`p:${event} ${path}:0x${offset}`);
    return new ForeignProbe(event);
  }

  async remove(): Promise<void> {
    await appendTo(`-:${this.event}`);
  }
}

/** One write(2), and never O_TRUNC, which empties the file of everybody's probes. */
async function appendTo(line: string): Promise<void> {
  const file = await open(EVENTS, 'a');
  try {
    await appendFile(file, `${line}\n`);
  } finally {
    await file.close();
  }
}
