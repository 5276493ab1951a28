/** The page's one way to the extension (`acquireVsCodeApi`), typed by what is sent and kept. */
export interface Host<ToHost, State> {
  postMessage(message: ToHost): void;
  getState(): State | undefined;
  setState(state: State): void;
}

declare function acquireVsCodeApi(): unknown;

/** May be called once in the life of a page. */
export function acquireHost<ToHost, State>(): Host<ToHost, State> {
  return acquireVsCodeApi() as Host<ToHost, State>;
}
