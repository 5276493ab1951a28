import type * as vscode from 'vscode';
import { bpftraceCommand } from '../export/bpftraceCommand';
import { copyText } from '../export/copyProbes';
import { exportedProbe } from '../export/exportedProbe';
import { perfProbe } from '../export/perfProbe';
import { linesOf, tracepointLine } from '../export/tracefsLine';
import { commandIds, type CommandId } from '../manifest/commands';
import { registerCommand } from '../manifest/registerCommand';
import type { Services } from '../services';
import type { OwnedProbe } from '../session/ownedProbe';
import { probeKeys } from './probeCommands';

/** Copies rows of the tree as the kernel's lines, as `perf probe` or as `bpftrace` commands. */
export function registerCopyProbe({ probes, showError }: Services): vscode.Disposable[] {
  const register = (id: CommandId, write: (probe: OwnedProbe) => string): vscode.Disposable =>
    registerCommand(id, showError, async (...args) => {
      const chosen = probeKeys(args).flatMap(key => probes.get(key) ?? []);
      await copyText(chosen.map(write).join('\n'));
    });
  return [
    register(commandIds.copyDefinition, definition),
    register(commandIds.copyPerf, ({ request }) => perfProbe(exportedProbe(request))),
    register(commandIds.copyBpftrace, ({ request }) => bpftraceCommand(exportedProbe(request))),
  ];
}

/** Where the kernel keeps a filter, which no line holds: a comment, which it passes over. */
function filterComment({ request, probe }: OwnedProbe): string[] {
  const { filter } = request;
  return filter === undefined
    ? []
    : [`# events/${probe.group.name}/${probe.event}/filter: ${filter}`];
}

/** The canonical lines; a tracepoint has none, so the name by which `set_event` takes it. */
function definition(probe: OwnedProbe): string {
  const { request } = probe;
  const lines = request.kind === 'tracepoint' ? tracepointLine(request) : linesOf(probe);
  return [lines, ...filterComment(probe)].join('\n');
}
