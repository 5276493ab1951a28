import type { HelperState } from '../helperState';
import { HitRows } from '../hitRows';
import { setEnabled } from '../removal';
import { unlessGone } from '../unlessGone';
import type { GuardHands } from './guard';

/** What the guard of a connection does in the kernel. */
export function guardHands(state: HelperState): GuardHands {
  return {
    counts: async probes => {
      const rows = await HitRows.readOnce(await state.tracefs(), probes);
      const hits = probes.map(probe => [probe.handle, rows.hits(probe)] as const);
      return { hits: new Map(hits), rows: rows.size };
    },
    disarm: async probe => {
      const tracefs = await state.tracefs();
      await unlessGone(() => setEnabled(state, tracefs, probe, false));
      return state.probes.all.includes(probe);
    },
  };
}
