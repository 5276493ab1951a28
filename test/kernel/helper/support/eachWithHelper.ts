import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { builtHelper, removeHelper } from './builtHelper';
import { RunningHelper } from './runningHelper';
import { Target } from './target';

/** What each test of a file has. */
interface Rig {
  /** The built helper. */
  readonly file: string;
  readonly target: Target;
  /** One of its own, which was greeted. */
  readonly helper: RunningHelper;
  readonly instance: string;
}

/**
 * A target for all tests of a file, and a helper for each: to be called before the file's own hooks.
 * @param use takes what the next test has
 */
export function eachWithHelper(use: (rig: Rig) => void): void {
  let file: string;
  let target: Target;
  let helper: RunningHelper;
  beforeAll(async () => {
    file = await builtHelper();
    target = await Target.compile();
  });
  afterAll(() => Promise.all([target.remove(), removeHelper(file)]));
  beforeEach(async () => {
    helper = new RunningHelper(file);
    const { instance } = await helper.hello();
    use({ file, target, helper, instance: instance! });
  });
  afterEach(() => helper.close());
}
