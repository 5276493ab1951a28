import { setTimeout } from 'node:timers/promises';

/** What a promise gives within some ms; nothing where it takes longer or rejects. */
export async function settledSoon<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  const late = new AbortController();
  const nothing = setTimeout(ms, undefined, { signal: late.signal }).catch(() => undefined);
  try {
    return await Promise.race([promise.catch(() => undefined), nothing]);
  } finally {
    late.abort();
  }
}
