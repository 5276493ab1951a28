import type { RunningFile } from '../../processes/sameName';

/** What can be done about a finding. */
export type Fix =
  | { readonly kind: 'start' | 'recreate' | 'rearm' | 'remove' | 'reveal' | 'filter' | 'scope' }
  | { readonly kind: 'probeTwin'; readonly twin: RunningFile };

/** One reason why a probe does not count, the surest first. */
export interface Finding {
  readonly kind:
    | 'lost'
    | 'stopped'
    | 'overwritten'
    | 'replaced'
    | 'deleted'
    | 'twin'
    | 'oldBuild'
    | 'notMapped'
    | 'untold'
    | 'short'
    | 'inside'
    | 'alias'
    | 'notCalled'
    | 'counting'
    | 'filtered'
    | 'outOfScope';
  readonly sentence: string;
  readonly fix?: Fix;
}
