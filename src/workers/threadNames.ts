import type { ThreadOwner } from '../processes/threadOwner';

/** Names of processes by thread, looked up when a thread is first seen. */
export class ThreadNames {
  private readonly names = new Map<number, string>();

  constructor(private readonly lookUp: (tid: number) => Promise<ThreadOwner | undefined>) {}

  /** `orders 8121`; empty where it is not known. */
  name(thread: number): string {
    return this.names.get(thread) ?? '';
  }

  /** Looks a thread up that is seen for the first time. */
  learn(thread: number): void {
    if (!this.names.has(thread)) {
      this.names.set(thread, '');
      void this.lookUp(thread).then(owner => {
        if (owner) {
          this.names.set(thread, `${owner.name} ${owner.pid}`);
        }
      });
    }
  }
}
