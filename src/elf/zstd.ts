import { ZSTDDecoder } from 'zstddec';
import { ElfError } from './elfError';

/**
 * Unpacks zstd frames to exactly `size` bytes, which is all the memory that is taken for them. Throws
 * ElfError `unsupported` where they are damaged, or unpack to another number of bytes.
 */
export async function unpackZstd(packed: Uint8Array, size: number): Promise<Buffer> {
  const decoder = new ZSTDDecoder();
  await decoder.init();
  // To the decoder 0 means "as the frame says", which may be anything.
  const bytes = size > 0 && decode(decoder, packed, size);
  if (!bytes || bytes.length !== size) {
    throw damaged();
  }
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

function decode(decoder: ZSTDDecoder, packed: Uint8Array, size: number): Uint8Array {
  try {
    return decoder.decode(packed, size);
  } catch (error) {
    // WebAssembly.RuntimeError, or a RangeError where there is no memory.
    throw damaged(error);
  }
}

function damaged(cause?: unknown): ElfError {
  return new ElfError('unsupported', 'The compressed symbols of this file are damaged', { cause });
}
