import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Kit } from '../../scripts/kits.mjs';
import { buildExample } from '../../scripts/example.mjs';
import { launchBrowser } from '../rigs/vscode/browser';
import { VscodeServer } from '../rigs/vscode/vscodeServer';
import { BrowserWindow } from '../rigs/vscode/window';
import { bundleSuite } from './bundleSuite.mjs';
import { type HostReport, RESULT_FILE } from './hostResult';

/** Milliseconds for the whole suite; a `run()` that never resolves makes no call at the end. */
const LIMIT = 180_000;

/**
 * Runs the Mocha suite inside a real extension host, on the extension as the VSIX unpacks it. The workspace holds the
 * example program, compiled. Whether it passed is told by the result file only: VS Code reports a host that died as 0.
 */
export async function runHostSuite(kit: Kit, vsix: string): Promise<HostReport> {
  await mkdir('out', { recursive: true });
  const folder = await mkdtemp(join(process.cwd(), 'out/host-'));
  const results = join(folder, 'results.json');
  const workspace = join(folder, 'workspace');
  await mkdir(workspace);
  const [suite] = await Promise.all([bundleSuite(folder), buildExample(workspace)]);
  const server = await VscodeServer.start({
    kit,
    vsix,
    env: { [RESULT_FILE]: results },
    testDriver: true,
  });
  const browser = await launchBrowser();
  try {
    const window = await BrowserWindow.open(browser, server.url);
    const exit = await exitOf(window.page, async () => {
      const extension = await server.extensionFolder();
      await window.page.goto(address(server.url, workspace, extension, suite));
    });
    const report = await readFile(results, 'utf8').then(
      text => JSON.parse(text) as HostReport,
      (): HostReport => ({ finished: false, results: [] }),
    );
    if (!report.finished) {
      const said = [...window.console.slice(-30), ...server.log.split('\n').slice(-30)];
      throw new Error(`The suite did not finish (${exit})\n${said.join('\n')}`);
    }
    return report;
  } finally {
    await browser.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** What the window told its test driver at the end; `start` makes it run. */
async function exitOf(page: Page, start: () => Promise<void>): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const exited = new Promise<string>((resolve, reject) => {
    timer = setTimeout(() => resolve(`no end within ${LIMIT / 1000} s`), LIMIT);
    page
      .exposeFunction('codeAutomationExit', (code: number) => resolve(`exit code ${code}`))
      .catch(reject);
  });
  await page.exposeFunction('codeAutomationLog', () => undefined);
  await start();
  return exited.finally(() => clearTimeout(timer));
}

function address(url: string, workspace: string, extension: string, suite: string): string {
  const remote = (path: string): string => `vscode-remote://${new URL(url).host}${path}`;
  const payload = [
    ['extensionDevelopmentPath', remote(extension)],
    ['extensionTestsPath', remote(suite)],
  ];
  return `${url}/?folder=${encodeURIComponent(workspace)}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
}
