/** Aborts when a deadline passes, or when too few bytes arrive between two looks. */
export class StallTimer {
  readonly #abort = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #arrived = 0;

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** The answer must begin within `ms`; ends what was watched before. */
  awaitAnswer(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#abort.abort(), ms);
  }

  /** From now on at least `bytes` must arrive in every `ms`. */
  awaitBytes(bytes: number, ms: number): void {
    clearTimeout(this.#timer);
    this.#arrived = 0;
    this.#timer = setTimeout(() => {
      if (this.#arrived < bytes) {
        this.#abort.abort();
      } else {
        this.awaitBytes(bytes, ms);
      }
    }, ms);
  }

  arrived(bytes: number): void {
    this.#arrived += bytes;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
