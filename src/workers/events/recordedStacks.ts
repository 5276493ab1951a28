import type { EventStore } from '../../events/eventStore';
import type { RecordedStack } from '../../events/recording/recordingFacts';
import type { CallStacks, StackCount } from '../../events/stacks/stackRecords';

/** Fields in which a recording has the numbers of an event's stacks; the page hides such names. */
export const STACK_FIELDS = { kernel: '__kernel_stack', user: '__user_stack' } as const;

/** The stacks of a capture, or of a recording. */
export interface ShownStacks {
  /** Over all events that came, where they are counted so. */
  counts?(table: number): readonly StackCount[];
  of(table: number, row: number): CallStacks;
  /** Undefined where there is none with that number. */
  stack(number: number): RecordedStack | undefined;
  readonly losses: { readonly strays: number; readonly others: number };
}

/** Stacks that came with their names from a file; rows tell their numbers. */
export class RecordedStacks implements ShownStacks {
  readonly losses = { strays: 0, others: 0 };
  private readonly stacks = new Map<number, RecordedStack>();

  constructor(private readonly store: EventStore) {}

  add(number: number, stack: RecordedStack): void {
    this.stacks.set(number, stack);
  }

  stack(number: number): RecordedStack | undefined {
    return this.stacks.get(number);
  }

  of(table: number, row: number): CallStacks {
    const { kernel, user } = this.fields(table);
    const value = (field: number): number =>
      Number(field < 0 ? 0 : (this.store.tables[table]?.value(row, field) ?? 0));
    return { kernel: value(kernel), user: value(user) };
  }

  private fields(table: number): { readonly kernel: number; readonly user: number } {
    const fields = this.store.tables[table]?.format.fields ?? [];
    const at = (wanted: string): number => fields.findIndex(({ name }) => name === wanted);
    return { kernel: at(STACK_FIELDS.kernel), user: at(STACK_FIELDS.user) };
  }
}
