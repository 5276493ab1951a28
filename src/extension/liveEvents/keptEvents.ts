import { readSetting } from '../manifest/readSetting';

const LEAST = 10_000;
const MOST = 50_000_000;

/** Events that are kept at most: a number out of range counts as the next one in it. */
export function keptEvents(): number {
  return Math.min(MOST, Math.max(LEAST, Math.round(readSetting('probescope.events.kept'))));
}
