const MAGIC = Buffer.from('glibc-ld.so.cache1.1');
const HEADER_BYTES = 48;
const ENTRY_BYTES = 24;
const MAX_PATH = 4096;

/**
 * Paths that glibc's /etc/ld.so.cache has for a soname, in its order (`struct cache_file_new`,
 * sysdeps/generic/dl-cache.h: a header, entries with offsets of name and path, strings). It may follow
 * the cache of an older format. Entries are in this machine's byte order, here little-endian; a cache
 * that does not parse has no paths.
 */
export function cachedPaths(cache: Buffer, soname: string): string[] {
  const start = cache.indexOf(MAGIC);
  if (start < 0 || start + HEADER_BYTES > cache.length) {
    return [];
  }
  const table = cache.subarray(start);
  const end = HEADER_BYTES + table.readUInt32LE(MAGIC.length) * ENTRY_BYTES;
  const paths: string[] = [];
  for (let at = HEADER_BYTES; at + ENTRY_BYTES <= Math.min(end, table.length); at += ENTRY_BYTES) {
    if (stringAt(table, table.readUInt32LE(at + 4)) === soname) {
      paths.push(stringAt(table, table.readUInt32LE(at + 8)));
    }
  }
  return paths;
}

function stringAt(table: Buffer, offset: number): string {
  const room = table.subarray(offset, offset + MAX_PATH);
  const end = room.indexOf(0);
  return end < 0 ? '' : room.toString('utf8', 0, end);
}
