/** Ends a subscription; `vscode.Disposable` without VS Code. */
export interface Unsubscribe {
  dispose(): void;
}

/** Subscribes to a {@link Signal}. Shaped like `vscode.Event`, so that either can be passed on. */
export type Listen<T> = (listener: (value: T) => void) => Unsubscribe;

/** An event emitter for the parts that run without VS Code. Listeners run in order, synchronously. */
export class Signal<T> {
  private readonly listeners = new Set<(value: T) => void>();

  readonly event: Listen<T> = listener => {
    // Wrapped, so that subscribing one function twice makes two subscriptions.
    const entry = (value: T): void => listener(value);
    this.listeners.add(entry);
    return { dispose: () => this.listeners.delete(entry) };
  };

  fire(value: T): void {
    for (const listener of [...this.listeners]) {
      listener(value);
    }
  }

  dispose(): void {
    this.listeners.clear();
  }
}
