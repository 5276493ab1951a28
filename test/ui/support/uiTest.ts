import { afterAll, beforeAll } from 'vitest';
import type { SessionOptions, Session } from '../../rigs/vscode/session';
import { useSession } from '../../rigs/vscode/useSession';
import type { Workbench } from '../../rigs/vscode/workbench';
import { KernelProbes } from './kernelProbes';
import { OrdersWorkspace } from './ordersProgram';
import { ProbesTree } from './probesTree';

/** What a UI test file works with. */
export interface Ui {
  readonly session: Session;
  readonly workbench: Workbench;
  readonly orders: OrdersWorkspace;
  readonly kernel: KernelProbes;
  readonly probes: ProbesTree;
}

export interface UiOptions extends Omit<SessionOptions, 'kit' | 'vsix' | 'folder'> {
  /** Puts more into the workspace, before VS Code opens it. */
  readonly prepare?: (orders: OrdersWorkspace) => Promise<unknown>;
}

interface Parts {
  readonly options: UiOptions;
  readonly orders: OrdersWorkspace;
  kernel?: KernelProbes;
}

/**
 * VS Code on a workspace with a private copy of the example, running. After the file's tests VS Code is stopped, and then
 * the kernel must hold nothing of ours: that is checked at the end of every file.
 * @param makeOptions called before the tests
 */
export function useUi(makeOptions: () => UiOptions = () => ({})): () => Ui {
  const parts: Parts[] = [];
  // Hooks run in this order before the tests, and in reverse after them: VS Code stops first.
  beforeAll(async () => {
    const options = makeOptions();
    const orders = await OrdersWorkspace.make();
    parts.push({ options, orders });
    await options.prepare?.(orders);
  });
  afterAll(async () => {
    const [{ orders, kernel } = {}] = parts;
    await orders?.remove();
    await kernel?.nothingLeft();
  });
  const part = () => {
    const [first] = parts;
    if (!first) {
      throw new Error('The workspace was not made: see above');
    }
    return first;
  };
  const session = useSession(() => ({ ...part().options, folder: part().orders.folder }));
  beforeAll(async () => {
    const { options } = part();
    const whose = { uid: options.user?.uid ?? 0, session: session().server.pid };
    part().kernel = await KernelProbes.since(whose);
  });
  return () => {
    const { orders, kernel } = part();
    if (!kernel) {
      throw new Error('VS Code was not started: see above');
    }
    const { workbench } = session();
    return { session: session(), workbench, orders, kernel, probes: new ProbesTree(workbench) };
  };
}
