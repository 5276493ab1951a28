import type { FileHandle } from 'node:fs/promises';
import { RecordingError } from './recordingError';
import {
  decodeHeader,
  decodeSection,
  MAGIC,
  PREFIX,
  SECTION_HEADER,
  type SectionHeader,
  VERSION,
} from './sections';

/** Recordings become some 10 times what they take; far more is a file that lies. */
const MAX_RATIO = 128;
const ALWAYS_ALLOWED = 1 << 26;

/** One section of a file. */
export interface Section {
  readonly kind: string;
  readonly content: Buffer;
  /** Where it ends, in bytes of the file. */
  readonly end: number;
}

/**
 * The sections of a recording, read one after the other: whatever the file says, no more than one of them is
 * in memory. Throws `RecordingError`, and as `fs` does.
 *
 * @param size of the file, in bytes
 */
export async function* readSections(
  file: FileHandle,
  size: number,
  signal?: AbortSignal,
): AsyncGenerator<Section> {
  await readPrefix(file);
  let made = 0;
  for (let at = PREFIX; at < size;) {
    signal?.throwIfAborted();
    const header = await readExactly(file, at, SECTION_HEADER);
    const { kind, stored, content }: SectionHeader = decodeHeader(header);
    at += SECTION_HEADER;
    made += content;
    if (made > ALWAYS_ALLOWED + size * MAX_RATIO) {
      throw new RecordingError(
        'tooLarge',
        'The recording claims more than a file of its size holds.',
      );
    }
    if (at + stored > size) {
      throw cutOff();
    }
    const bytes = await decodeSection(header, await readExactly(file, at, stored));
    at += stored;
    yield { kind, content: bytes, end: at };
    if (kind === 'DONE') {
      return;
    }
  }
  throw cutOff();
}

async function readPrefix(file: FileHandle): Promise<void> {
  const bytes = await readUpTo(file, 0, PREFIX);
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) {
    throw new RecordingError('notRecording', 'The file is not a recording of Probescope.');
  }
  if (bytes.length < PREFIX) {
    throw cutOff();
  }
  if (bytes.readUInt32LE(MAGIC.length) !== VERSION) {
    throw new RecordingError(
      'newer',
      'The recording was written by a later version of Probescope: update the extension.',
    );
  }
}

async function readExactly(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const bytes = await readUpTo(file, at, length);
  if (bytes.length < length) {
    throw cutOff();
  }
  return bytes;
}

async function readUpTo(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  let got = 0;
  while (got < length) {
    const { bytesRead } = await file.read(buffer, got, length - got, at + got);
    if (bytesRead === 0) {
      break;
    }
    got += bytesRead;
  }
  return buffer.subarray(0, got);
}

function cutOff(): RecordingError {
  return new RecordingError('cut', 'The recording is cut off: take another copy of the file.');
}
