import * as vscode from 'vscode';
import { MAX_LOCATIONS } from '../../protocol/probes';
import type { KernelFunction, Result } from '../../protocol/requests';
import type { RefusedPlace } from '../binaries/decodedMany';
import { wantedCallers } from '../callers/wantedCaller';
import type { KernelAttachRequest } from '../session/attachRequest';
import type { HelperRequests } from '../session/helperAccess';
import type { AttachTools } from './attachTools';
import { attachConfirmed, type Left } from './attachConfirmed';
import { confirmMany } from './confirmMany';

/** Rows of one answer. */
const PAGE = 200;

/** Attaches one event to all kernel functions that a text finds, once the user has seen which. */
export async function attachManyKernel(
  helper: HelperRequests,
  tools: AttachTools,
  kind: KernelAttachRequest['kind'],
  text: string,
): Promise<Left | undefined> {
  const t = vscode.l10n.t;
  const found = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: t('Searching the kernel') },
    () => allFunctions(helper, text),
  );
  const refused = found.flatMap(each => refusal(each) ?? []);
  const requests = found
    .filter(each => refusal(each) === undefined)
    .map(({ name, module }) => ({
      kind,
      symbol: name,
      ...(module === undefined ? {} : { module }),
    }));
  if (requests.length === 0) {
    void vscode.window.showErrorMessage(
      refused[0]?.why ?? t('Nothing in the kernel matches any more.'),
    );
    return undefined;
  }
  const confirmed = await confirmMany({
    requests: wantedCallers(requests),
    costs: '',
    tools,
    refused,
    label: text,
  });
  return attachConfirmed(confirmed, tools.attacher);
}

/** At most as many as one event may have places. */
async function allFunctions(helper: HelperRequests, text: string): Promise<KernelFunction[]> {
  const all: KernelFunction[] = [];
  for (;;) {
    const limit = Math.min(PAGE, MAX_LOCATIONS - all.length);
    if (limit === 0) {
      return all;
    }
    const page: Result<'kernelSymbols'> = await helper.request('kernelSymbols', {
      text,
      limit,
      from: all.length,
    });
    all.push(...page.symbols);
    if (page.symbols.length === 0 || all.length >= page.total) {
      return all;
    }
  }
}

/** Why a function is left out: one that the kernel refuses would undo all others. */
function refusal({
  name,
  module,
  blacklisted,
  ambiguous,
}: KernelFunction): RefusedPlace | undefined {
  const t = vscode.l10n.t;
  if (blacklisted) {
    const why = t('The kernel forbids probes here: it would trap in its own probe code');
    return { name, code: 'blacklisted', why };
  }
  return ambiguous && module === undefined
    ? { name, code: 'ambiguous', why: t('The kernel has several functions of that name') }
    : undefined;
}
