import { targetOf, type OwnedProbe } from './ownedProbe';
import type { ProbeStore } from './probeStore';
import type { Unsubscribe } from './signal';

/**
 * Stops probes as soon as their file is found written over in place: the breakpoint has come to be in
 * other code, perhaps inside an instruction. Each writing is met once.
 * @param halt takes probes out of the kernel
 * @param tell is given those of one file, after they were stopped
 */
export function guardOverwritten(
  store: ProbeStore,
  halt: (keys: readonly number[]) => Promise<void>,
  tell: (path: string, probes: readonly OwnedProbe[]) => void,
): Unsubscribe {
  const met = new WeakMap<object, number>();
  return store.onDidChange(({ added, updated }) => {
    const inOtherCode = [...added, ...updated].filter(({ state, file, request }) => {
      const isNew = met.get(request) !== file?.builtAt;
      return state === 'armed' && file?.state === 'overwritten' && isNew;
    });
    if (inOtherCode.length === 0) {
      return;
    }
    inOtherCode.forEach(({ request, file }) => met.set(request, file?.builtAt ?? 0));
    const keys = inOtherCode.map(({ key }) => key);
    void halt(keys).then(() => {
      for (const path of new Set(inOtherCode.map(({ request }) => targetOf(request)))) {
        tell(
          path,
          inOtherCode.filter(({ request }) => targetOf(request) === path),
        );
      }
    });
  });
}
