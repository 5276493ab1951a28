import { readFile } from 'node:fs/promises';

/** Names of local users by uid, from /etc/passwd. The first entry of a uid counts. */
export async function userNames(file = '/etc/passwd'): Promise<ReadonlyMap<number, string>> {
  const names = new Map<number, string>();
  const text = await readFile(file, 'utf8').catch(() => '');
  for (const line of text.split('\n')) {
    const [name, , uid] = line.split(':');
    if (name && uid && /^\d+$/.test(uid) && !names.has(Number(uid))) {
      names.set(Number(uid), name);
    }
  }
  return names;
}
