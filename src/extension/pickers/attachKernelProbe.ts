import * as vscode from 'vscode';
import { HumanError } from '../errors/humanError';
import type { HelperAccess, HelperRequests } from '../session/helperAccess';
import { attachManyKernel } from './attachManyKernel';
import type { AttachTools } from './attachTools';
import { confirmStep } from './confirmStep';
import { kernelRequest } from './kernelItems';
import { kernelPick } from './kernelPick';

/** "Attach Kprobe…": function, system call or tracepoint, then the last step. */
export async function attachKernelProbe(helper: HelperAccess, tools: AttachTools): Promise<void> {
  const requests = await helper.connected();
  const hasKprobes = await kprobesWork(requests);
  let text = '';
  for (;;) {
    const choice = await kernelPick(requests, hasKprobes, text);
    if (!choice) {
      return;
    }
    text = choice.text;
    if (choice.place === 'all') {
      const kind = choice.isReturn ? 'kretprobe' : 'kprobe';
      if ((await attachManyKernel(requests, tools, kind, text)) === 'back') {
        continue;
      }
      return;
    }
    const request = kernelRequest(choice.place, choice.isReturn ? 'kretprobe' : 'kprobe');
    if (!request) {
      throw new HumanError(
        vscode.l10n.t(
          'The kernel forbids a probe on this function, since its own probe code runs through it. Choose a function that calls it, or one it calls.',
        ),
      );
    }
    const confirmed = await confirmStep(request, { tools });
    if (confirmed !== 'back') {
      if (confirmed) {
        await tools.attacher.attach([confirmed]);
      }
      return;
    }
  }
}

async function kprobesWork(helper: HelperRequests): Promise<boolean> {
  const { checks } = await helper.request('preflight', {});
  return checks.find(check => check.id === 'kprobes')?.state === 'ok';
}
