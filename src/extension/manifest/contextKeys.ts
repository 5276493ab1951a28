import type { SessionState } from '../session/sessionState';

/** Every context key the extension sets, with the type of its value; `when` clauses of package.json use no other. */
export interface ContextKeys {
  /** Unset until the extension runs. */
  'probescope.state': SessionState;
  'probescope.isLinux': boolean;
  /** Whether tracefs is mounted, as far as the user can see. */
  'probescope.hasTracefs': boolean;
  /** Nothing that is known stands in the way: Linux with tracefs, or a helper command of the user's own. */
  'probescope.canAttach': boolean;
  'probescope.hasProbes': boolean;
  /** Whether the diagnosis is shown. */
  'probescope.diagnosed': boolean;
  /** There are probes of a helper that is gone, or of this window before it was reloaded. */
  'probescope.canRecreate': boolean;
  /** The user removed probes that can be brought back. */
  'probescope.canUndoRemove': boolean;
  /** What the flight recorder does. */
  'probescope.recorder': 'off' | 'recording' | 'frozen';
}

export type ContextKey = keyof ContextKeys;

/** The names at run time; the compiler checks that none is missing. */
export const contextKeys = Object.keys({
  'probescope.state': true,
  'probescope.isLinux': true,
  'probescope.hasTracefs': true,
  'probescope.canAttach': true,
  'probescope.hasProbes': true,
  'probescope.diagnosed': true,
  'probescope.canRecreate': true,
  'probescope.canUndoRemove': true,
  'probescope.recorder': true,
} satisfies Record<ContextKey, true>) as readonly ContextKey[];
