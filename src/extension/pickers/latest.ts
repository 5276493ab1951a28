/** Runs searches so that only the newest one's answer counts; a newer one aborts the older. */
export class Latest {
  private current: AbortController | undefined;

  /** The result, or undefined when a newer call or `cancel` came meanwhile. */
  async run<T>(search: (signal: AbortSignal) => Promise<T>): Promise<{ value: T } | undefined> {
    this.current?.abort();
    const controller = new AbortController();
    this.current = controller;
    const { signal } = controller;
    try {
      const value = await search(signal);
      return signal.aborted ? undefined : { value };
    } catch (error) {
      if (signal.aborted) {
        return undefined;
      }
      throw error;
    }
  }

  cancel(): void {
    this.current?.abort();
  }
}
