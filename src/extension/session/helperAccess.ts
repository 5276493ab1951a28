import type { Method, Params, Result } from '../../protocol/requests';

/** What features may ask of a running helper. Rejects with a `HelperError` that carries the code. */
export interface HelperRequests {
  request<M extends Method>(method: M, params: Params<M>, signal?: AbortSignal): Promise<Result<M>>;
}

/** The way to the helper for features that need an answer from it. */
export interface HelperAccess {
  /**
   * The running helper; starts it when needed, asking the user first. Rejects with a `HumanError`
   * when the user said no (`silent`: nothing more to show) or it could not start.
   */
  connected(): Promise<HelperRequests>;
}

/** The way to the helper for what changes the probes it has. */
export interface HelperLife extends HelperAccess {
  /** Resolves when a stop that is under way is done: the probes are then lost. */
  stopped(): Promise<void>;
}
