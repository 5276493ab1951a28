import * as vscode from 'vscode';
import type { KernelAttachRequest } from '../session/attachRequest';

/** KRETPROBE_MAXACTIVE_MAX of `kernel/trace/trace_probe.h`. */
const MAX = 4096;

/** Asks how many calls may be in flight; the request as it was when the user goes back. */
export async function askMaxActive(request: KernelAttachRequest): Promise<KernelAttachRequest> {
  const t = vscode.l10n.t;
  const text = await vscode.window.showInputBox({
    title: t('maxactive of {0}', request.symbol),
    prompt: t(
      'How many calls may be followed at a time, 1 to {0}. Empty: the kernel decides.',
      MAX,
    ),
    value: request.maxActive === undefined ? '' : String(request.maxActive),
    validateInput: value =>
      value === '' || isMaxActive(value) ? undefined : t('A whole number from 1 to {0}.', MAX),
  });
  if (text === undefined) {
    return request;
  }
  if (text !== '') {
    return { ...request, maxActive: Number(text) };
  }
  const unset: KernelAttachRequest & { maxActive?: number } = { ...request };
  delete unset.maxActive;
  return unset;
}

function isMaxActive(text: string): boolean {
  return /^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= MAX;
}
