import * as v from 'valibot';
import type * as vscode from 'vscode';
import { MAX_ADDRESSES } from '../../protocol/kernelAddresses';
import { toHex64 } from '../../protocol/scalars';
import type { PlaceName } from '../../workers/callers/placeNames';
import type { EventClient } from '../../workers/eventClient';
import type { SymbolClient } from '../../workers/symbolClient';
import type { ShowError } from '../errors/showError';
import { commandIds } from '../manifest/commands';
import { registerCommand } from '../manifest/registerCommand';
import type { HelperRequests } from '../session/helperAccess';
import { CallerNaming } from './callerNaming';
import { type CallPage, goToCallSite, ShownCall } from './callSites';

/** What callers are read with. */
export interface CallerParts {
  readonly worker: Pick<EventClient, 'request'>;
  /** The page with that number, as long as it is there. */
  readonly pageOf: (page: number) => CallPage | undefined;
  readonly symbols: Pick<SymbolClient, 'open'>;
  readonly helper: () => HelperRequests | undefined;
  readonly log: vscode.LogOutputChannel;
  readonly showError: ShowError;
  /** Told of each capture that begins. */
  readonly onDidBegin: (listener: (capture: number) => void) => unknown;
}

/** Names for return addresses, and the command that goes to where a call came from. */
export function registerCallers(parts: CallerParts): vscode.Disposable[] {
  const { worker, symbols, log, showError } = parts;
  const kernelNames = async (addresses: readonly bigint[]): Promise<(PlaceName | null)[]> => {
    const names: (PlaceName | null)[] = [];
    for (let from = 0; from < addresses.length; from += MAX_ADDRESSES) {
      const some = addresses.slice(from, from + MAX_ADDRESSES).map(toHex64);
      const answer = await parts.helper()?.request('kernelAddresses', { addresses: some });
      names.push(...(answer?.names ?? some.map(() => null)).map(kernelName));
    }
    return names;
  };
  parts.onDidBegin(capture => {
    const naming = new CallerNaming(
      worker,
      path => symbols.open(path),
      kernelNames,
      // The worker ended: who shows its events says so.
      error => log.debug(`Callers: ${String(error)}`),
    );
    void naming.run(capture);
  });
  return [
    // From a page: its context of a row, or a button.
    registerCommand(commandIds.callSite, showError, async argument => {
      const call = v.safeParse(ShownCall, argument);
      const page = call.success ? parts.pageOf(call.output.page) : undefined;
      if (call.success && page) {
        await goToCallSite(page, path => symbols.open(path), call.output);
      }
    }),
  ];
}

function kernelName(
  found: { name: string; module?: string | undefined; delta: number } | null,
): PlaceName | null {
  return (
    found && {
      name: found.module === undefined ? found.name : `${found.name} [${found.module}]`,
      delta: found.delta,
    }
  );
}
