import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { buildExample } from '../../scripts/example.mjs';
import { probescopeState } from '../rigs/kernelState';
import { until } from '../rigs/poll';
import { useSession } from '../rigs/vscode/useSession';

const cleanUp: (() => unknown)[] = [];
afterAll(async () => {
  for (const undo of cleanUp.reverse()) {
    await undo();
  }
});

// A private copy: what is armed is a file, for every process that runs it.
const session = useSession(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'probescope-check-'));
  cleanUp.push(() => rm(folder, { recursive: true }));
  const orders: ChildProcess = spawn(await buildExample(folder), { stdio: 'ignore' });
  cleanUp.push(() => orders.kill());
  return { folder };
});

it('sets a probe on a function of the running example, sees it count, and removes it', async () => {
  const before = probescopeState();
  const ours = (): string[] => probescopeState().filter(line => !before.includes(line));
  const { workbench } = session();

  await workbench.showContainer('Explorer');
  await workbench.tree.choose('orders', 'Show Symbols');
  const page = workbench.webview();
  await page.getByRole('textbox').fill('price_order', { timeout: 30_000 });
  const symbol = page.getByRole('row').filter({ hasText: 'price_order' }).first();
  await workbench.menu.chooseOn(symbol, 'Attach Uprobe');
  await workbench.quickPick.choose('Attach to price_order');
  await workbench.showContainer('Probescope');
  const count = async (): Promise<number> => {
    const row = await workbench.tree.find('price_order');
    return Number(/([\d,]+) hits/.exec(row)?.[1]?.replaceAll(',', '') ?? Number.NaN);
  };
  const first = await until('calls are counted', async () => (await count()) || undefined, 30_000);
  await until('the count rises', async () => (await count()) > first, 30_000);
  expect(ours().filter(line => line.includes('price_order'))).toHaveLength(1);
  await workbench.screenshot('check');

  await workbench.tree.press('price_order', 'Remove');
  await workbench.tree.gone('price_order');
  await session().closeWindow(0);
  await until('the kernel lists nothing of ours', () => ours().length === 0, 20_000);
}, 180_000);
