// Reads a zip file such as a VSIX, without an unzip program.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { inflateRawSync } from 'node:zlib';

/** Signatures of APPNOTE.TXT 4.3.12 and 4.3.16. */
const ENTRY = 0x02014b50;
const END = 0x06054b50;

/**
 * The files in a zip, by name. Not for files of 4 GiB and more.
 * @param {string} file
 * @returns {Promise<Map<string, Buffer>>}
 */
export async function readZip(file) {
  const bytes = await readFile(file);
  let end = bytes.length - 22;
  while (bytes.readUInt32LE(end) !== END) {
    end--;
  }
  const files = new Map();
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    if (bytes.readUInt32LE(at) !== ENTRY) {
      throw new Error(`${file} is not a whole zip file.`);
    }
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    files.set(name, contentOf(bytes, at));
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return files;
}

/** The content of the entry whose directory record is at `at`. */
function contentOf(bytes, at) {
  const stored = bytes.readUInt16LE(at + 10) === 0;
  const size = bytes.readUInt32LE(at + 20);
  const local = bytes.readUInt32LE(at + 42);
  const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
  const packed = bytes.subarray(start, start + size);
  return stored ? packed : inflateRawSync(packed);
}

/** Unpacks a zip of our own making below `folder`. */
export async function unzip(file, folder) {
  for (const [name, content] of await readZip(file)) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
}
