import { TracefsError } from './errors';
import { errnoOf } from './kernelErrors';
import type { MadeLocation } from './locations';
import type { ProbeDefinition } from './probe';
import { SerialQueue } from './serialQueue';

/** What a {@link TraceEvent} is told by the one who made it. */
export interface TraceEventFacts {
  /** Its number in records and in `events/GROUP/NAME/id`, 1 to 65535. */
  id: number;
  group: string;
  name: string;
  /** With the group and event it really has. */
  definition: ProbeDefinition;
  /** The line as it was written. */
  line: string;
  /** Its further places, in the order in which the kernel lists them. */
  more: readonly MadeLocation[];
}

/**
 * An event that we made in the kernel. It stays there until `close()`: nothing removes it by
 * itself.
 */
export class TraceEvent {
  private closed = false;
  private readonly closing = new SerialQueue();

  constructor(
    private readonly facts: TraceEventFacts,
    private readonly remove: () => Promise<void>,
  ) {}

  get id(): number {
    return this.facts.id;
  }

  get group(): string {
    return this.facts.group;
  }

  get name(): string {
    return this.facts.name;
  }

  get definition(): ProbeDefinition {
    return this.facts.definition;
  }

  get line(): string {
    return this.facts.line;
  }

  get more(): readonly MadeLocation[] {
    return this.facts.more;
  }

  /**
   * Removes the event, with all its places. Throws `busy` while it is enabled in any instance or held by perf, and can
   * then be tried again; `closed` once it is removed; `notFound`, once, if someone else removed it.
   */
  close(): Promise<void> {
    return this.closing.run(async () => {
      if (this.closed) {
        throw new TracefsError(
          'closed',
          `The event ${this.group}/${this.name} is already removed.`,
        );
      }
      try {
        await this.remove();
        this.closed = true;
      } catch (error) {
        this.closed = errnoOf(error) === 'ENOENT' || isNotFound(error);
        throw error;
      }
    });
  }

  /** As {@link close}, and nothing to do if it is already removed. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.closing.run(() => Promise.resolve());
    if (!this.closed) {
      await this.close();
    }
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof TracefsError && error.code === 'notFound';
}
