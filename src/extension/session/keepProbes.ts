import type * as vscode from 'vscode';
import type { ProbeStore } from './probeStore';
import { loadProbes, saveProbes } from './savedProbes';
import type { Unsubscribe } from './signal';

const KEY = 'probescope.probes';

/** Puts back what the window had before it was reloaded, as lost, and saves it from now on. */
export function keepProbes(store: ProbeStore, state: vscode.Memento): Unsubscribe {
  store.restore(loadProbes(state.get(KEY)));
  let saved = '';
  return store.onDidChange(() => {
    const value = saveProbes(store.probes);
    // Counts change all the time, and are not saved.
    const text = JSON.stringify(value);
    if (text !== saved) {
      saved = text;
      void state.update(KEY, value);
    }
  });
}
