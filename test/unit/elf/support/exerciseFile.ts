import { type ReaderProcess, Refused } from './readerProcess';

const ORDERS = ['relevance', 'name', 'address', 'size'] as const;
const TEXTS = ['', 'a', '*_[a-m]*', '/^.*e$/'];

/**
 * Uses all that the worker can do with a file, as the editor and the pickers would. Gives the code that
 * it is refused by, `read` where it is not; any other failure rejects.
 */
export async function exerciseFile(
  reader: ReaderProcess,
  path: string,
  places: { readonly folders: readonly string[] } = { folders: [] },
): Promise<string> {
  let file: number | undefined;
  try {
    const opened = await reader.request('open', { path, places });
    file = opened.file;
    await use(reader, file, opened.info.size);
    return 'read';
  } catch (error) {
    if (error instanceof Refused && error.code !== 'internal') {
      return error.code;
    }
    throw error;
  } finally {
    if (file !== undefined) {
      await reader.request('close', { file });
    }
  }
}

async function use(reader: ReaderProcess, file: number, size: bigint): Promise<void> {
  for (const order of ORDERS) {
    await reader.request('query', { file, text: '', order });
  }
  for (const text of TEXTS) {
    const { rows } = await reader.request('query', { file, text, probeableOnly: true });
    const [row] = rows;
    await reader.request('costs', { file, rows: rows.map(({ index }) => index) });
    if (row?.fileOffset !== undefined) {
      if (row.fileOffset >= size) {
        throw new Error(`${row.name} may be probed behind the end of the file`);
      }
      const place = { fileOffset: row.fileOffset };
      await reader.request('symbolAt', { file, place });
      await refusable(() => reader.request('inspect', { file, place }));
    }
  }
  await refusable(() => reader.request('definingLibrary', { file, name: 'puts' }));
  await refusable(() => reader.request('checkDebugFile', { file, candidate: '/bin/sh' }));
}

/** Reads the file again, and may find it as bad as it is. */
async function refusable(act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof Refused) || error.code === 'internal') {
      throw error;
    }
  }
}
