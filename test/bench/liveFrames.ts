import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { kit, KIT_VERSIONS } from '../../scripts/kits.mjs';
import { packageHere } from '../../scripts/package.mjs';
import { until } from '../rigs/poll';
import { Session } from '../rigs/vscode/session';
import { SymbolsEditor } from '../ui/support/symbolsEditor';
import { frameTimes } from './frameTimes';
import type { HotProgram } from './hotProgram';
import { judge } from './table';

const RATE = 100_000;
/** s that the page is looked at. */
const SECONDS = 10;
/** The guard of overhead would stop such a probe. */
const SETTINGS = {
  'probescope.probes.maxHitsPerSecond': 0,
  'probescope.probes.maxCpuShare': 0,
};

/** Script of the Live Events page in each frame, in VS Code in a browser, while events arrive. */
export async function liveFrames(program: HotProgram, parent: string): Promise<void> {
  const folder = join(parent, 'workspace');
  mkdirSync(folder);
  copyFileSync(program.path, join(folder, 'hot'));
  const vscode = await kit(KIT_VERSIONS[0] ?? '');
  const session = await Session.start({
    ...{ kit: vscode, vsix: await packageHere(), folder, machineSettings: SETTINGS },
  });
  try {
    const { workbench } = session;
    const symbols = await SymbolsEditor.open(workbench, 'hot');
    await symbols.attach('hot', 'Attach Uprobe');
    await symbols.marked('hot', /armed|hit/);
    await workbench.runCommand('Probescope: Show Live Events');
    const seconds = SECONDS + 30;
    const child = spawn(join(folder, 'hot'), [String(RATE * seconds), String(RATE)], {
      stdio: 'ignore',
    });
    try {
      const counts = await pageText(session, '.counts');
      await until('events arrive', async () => numberIn(await counts()) > RATE, 30_000);
      const before = numberIn(await counts());
      const times = await frameTimes(session.browser, SECONDS * 1000);
      const arrived = numberIn(await counts()) - before;
      process.stdout.write(
        `${arrived} events while the page was looked at, ${times.length} frames\n`,
      );
      const sorted = times.toSorted((a, b) => a - b);
      judge('page-script-ms-per-frame-p95', sorted[Math.floor(sorted.length * 0.95)] ?? NaN, 8);
    } finally {
      child.kill();
    }
  } finally {
    await session.stop();
  }
}

/** Reads an element of the page of live events. */
async function pageText({ workbench }: Session, selector: string): Promise<() => Promise<string>> {
  const frames = workbench.page.locator('iframe.webview');
  return until('the page of live events is there', async () => {
    for (let at = 0; at < (await frames.count()); at++) {
      const inner = frames.nth(at).contentFrame().locator('iframe').contentFrame();
      if ((await inner.locator('[role=grid][aria-label="Live events"]').count()) > 0) {
        return () => inner.locator(selector).first().innerText();
      }
    }
    return undefined;
  });
}

function numberIn(text: string): number {
  return Number(/[\d,]+/.exec(text)?.[0].replaceAll(',', '') ?? 0);
}
