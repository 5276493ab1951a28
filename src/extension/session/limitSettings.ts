import { readSetting } from '../manifest/readSetting';
import type { LimitSettings } from './probeLimits';

/** What the settings of now say of all probes. */
export function limitSettings(): LimitSettings {
  return {
    timeToLive: readSetting('probescope.probes.timeToLive'),
    hitsPerSecond: readSetting('probescope.probes.maxHitsPerSecond'),
    cpuShare: readSetting('probescope.probes.maxCpuShare'),
  };
}
