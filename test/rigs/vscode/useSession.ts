import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, inject, onTestFailed } from 'vitest';
import { Session, type SessionOptions } from './session';

type Options = Omit<SessionOptions, 'kit' | 'vsix'>;

/**
 * For a UI test file: VS Code with the packaged extension, started before its tests and stopped after them. `options` may
 * prepare what the session needs, such as a workspace. When a test fails, a screenshot and what the window's console said
 * are kept in out/failures.
 */
export function useSession(options: () => Options | Promise<Options>): () => Session {
  const started: Session[] = [];
  const session = (): Session => {
    const [first] = started;
    if (!first) {
      throw new Error('VS Code is not running: its start failed, see above');
    }
    return first;
  };
  beforeAll(async () => {
    const { kit, vsix } = inject('vscode');
    started.push(await Session.start({ ...(await options()), kit, vsix }));
  });
  afterAll(async () => {
    await Promise.all(started.map(each => each.stop()));
  });
  beforeEach(({ task }) => {
    onTestFailed(async () => {
      await keepFailure(session(), `${inject('vscode').kit.version} ${task.name}`);
    });
  });
  return session;
}

async function keepFailure(session: Session, title: string): Promise<void> {
  const folder = 'out/failures';
  const name = title.replace(/[^\w.]+/g, '-').slice(0, 100);
  await mkdir(folder, { recursive: true });
  await session.workbench.page.screenshot({ path: join(folder, `${name}.png`) });
  await writeFile(join(folder, `${name}.txt`), session.report());
}
