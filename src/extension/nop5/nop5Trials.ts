import type { HelperAccess, HelperRequests } from '../session/helperAccess';
import { nop5Trial, type Nop5Verdict } from './nop5Trial';

/**
 * The trial of each helper's kernel: made when somebody asks for the first time, then remembered for
 * as long as the helper is connected, in which neither boot nor kernel change.
 */
export class Nop5Trials {
  private readonly tried = new WeakMap<HelperRequests, Promise<Nop5Verdict>>();

  /**
   * @param places see {@link nop5Trial}
   * @param onFailure told why there is no answer
   */
  constructor(
    private readonly helper: HelperAccess,
    private readonly places: readonly string[],
    private readonly onFailure: (error: unknown) => void,
  ) {}

  /** Starts the helper when needed; `unknown` where that fails or the user does not want it. */
  async verdict(): Promise<Nop5Verdict> {
    let helper: HelperRequests | undefined;
    try {
      helper = await this.helper.connected();
      const trial = this.tried.get(helper) ?? nop5Trial(helper, this.places);
      this.tried.set(helper, trial);
      return await trial;
    } catch (error) {
      this.onFailure(error);
      if (helper) {
        this.tried.delete(helper);
      }
      return 'unknown';
    }
  }
}
