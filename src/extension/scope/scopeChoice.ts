import type { ProcessId } from '../../protocol/processFiles';
import type { Scope } from '../../protocol/scope';

/** A process that the user chose, and what it is called. */
export interface ScopeProcess extends ProcessId {
  /** As it calls itself: not to be shown unescaped. */
  readonly name: string;
}

/** Whose events are captured, as the user chose it. */
export type ScopeChoice =
  | { readonly kind: 'mine' }
  | { readonly kind: 'all' }
  | {
      readonly kind: 'processes';
      readonly processes: readonly ScopeProcess[];
      /** Some of them are another user's. */
      readonly otherUsers: boolean;
    };

/** As the helper is asked for it. */
export function scopeOf(choice: ScopeChoice): Scope {
  return choice.kind === 'processes'
    ? { ...choice, processes: choice.processes.map(({ pid, start }) => ({ pid, start })) }
    : choice;
}
