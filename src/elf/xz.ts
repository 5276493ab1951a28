import { XzReadableStream } from 'xz-decompress';
import { ElfError } from './elfError';

/** Some thirty times what the largest takes. */
const PATIENCE_MS = 20_000;

/**
 * Unpacks one .xz stream, to no more than `limit` bytes. Throws ElfError `tooLarge`, or `unsupported`
 * where the stream is damaged or uses what the decoder does not know.
 */
export async function unpackXz(
  packed: Uint8Array,
  limit: number,
  patienceMs = PATIENCE_MS,
): Promise<Buffer> {
  const input = new ReadableStream<Uint8Array>({
    start: controller => {
      controller.enqueue(packed);
      controller.close();
    },
  });
  const reader = new XzReadableStream(input).getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  // The decoder serves one stream at a time: one that never lets it go must not stop all others.
  const { promise: late, cancel } = failAfter(patienceMs);
  try {
    for (;;) {
      const { done, value } = await Promise.race([reader.read(), late]);
      if (done) {
        return Buffer.concat(chunks, length);
      }
      chunks.push(value);
      length += value.length;
      if (length > limit) {
        throw new ElfError('tooLarge', 'The compressed symbols of this file are too large to read');
      }
    }
  } catch (error) {
    if (error instanceof ElfError) {
      // Lets the decoder go: there is one, and the next file waits for it.
      await reader.cancel().catch(() => undefined);
      throw error;
    }
    throw new ElfError('unsupported', 'The compressed symbols of this file are damaged', {
      cause: error,
    });
  } finally {
    cancel();
  }
}

function failAfter(ms: number): { readonly promise: Promise<never>; cancel: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const promise = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new ElfError('tooLarge', 'The compressed symbols of this file take too long to read'));
    }, ms);
  });
  return { promise, cancel: () => clearTimeout(timer) };
}
