/**
 * - `off`: no helper runs, and none was lost.
 * - `authorising`: the user is being asked, or the helper is starting.
 * - `connected`: the helper answers.
 * - `lost`: the helper ended without being asked to.
 */
export type SessionState = 'off' | 'authorising' | 'connected' | 'lost';
