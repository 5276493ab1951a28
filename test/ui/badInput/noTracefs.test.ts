import { describe, expect, it } from 'vitest';
import type { ServerUser } from '../../rigs/vscode/vscodeServer';
import { expectNotice, pasteLine } from '../support/notices';
import { SymbolsEditor } from '../support/symbolsEditor';
import { useUi } from '../support/uiTest';

const NOT_MOUNTED =
  "The kernel's tracing file system is not mounted: run “sudo mount -t tracefs nodev /sys/kernel/tracing”.";

describe('where tracefs is not mounted', () => {
  const ui = useUi(() => ({ user: withoutTracefs() }));

  it('the view says how to mount it', async () => {
    const { workbench, probes } = ui();
    await probes.show();
    const welcome = workbench.page.locator('.part.sidebar .welcome-view');
    await welcome.getByText('sudo mount -t tracefs nodev /sys/kernel/tracing').waitFor();
    expect(await welcome.innerText()).toMatch(
      /^The kernel's tracing file system is not mounted here, so no probe can be made\. Run this once:/,
    );
    await workbench.screenshot('no-tracefs');
  });

  it('a right-click on a symbol says the same, and nothing is made', async () => {
    const { workbench, kernel } = ui();
    const symbols = await SymbolsEditor.open(workbench, 'orders');
    await symbols.attach('price_order', 'Attach Uprobe');
    await expectNotice(workbench, NOT_MOUNTED);
    expect(await kernel.all()).toEqual([]);
  });

  it('so does a pasted line', async () => {
    const { workbench, orders, kernel } = ui();
    await pasteLine(workbench, `p:e ${orders.program}:0x${await orders.offset('ship')}`);
    await expectNotice(workbench, NOT_MOUNTED);
    expect(await kernel.all()).toEqual([]);
  });
});

/** Root, in a mount namespace of its own from which tracefs and debugfs, which brings it along, are gone. */
function withoutTracefs(): ServerUser {
  const unmount =
    'grep -E " (tracefs|debugfs) " /proc/mounts | while read -r _ at _; do umount -l "$at"; done; exec "$@"';
  return {
    uid: 0,
    gid: 0,
    argv: (argv, env) => [
      ...['unshare', '--mount', '--propagation', 'private', 'sh', '-c', unmount, 'sh', 'env'],
      ...Object.entries({ HOME: '/nonexistent', ...env }).map(
        ([name, value]) => `${name}=${value}`,
      ),
      ...argv,
    ],
  };
}
