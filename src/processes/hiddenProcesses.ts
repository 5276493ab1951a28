import { readFile } from 'node:fs/promises';

/**
 * Whether `/proc` hides other users' processes from us: its mount option `hidepid` is `invisible` or `2`,
 * or `ptraceable` or `4` (Documentation/filesystems/proc.rst, 4.1). Root sees all the same.
 */
export async function hidesProcesses(mountinfo = '/proc/self/mountinfo'): Promise<boolean> {
  const text = await readFile(mountinfo, 'latin1').catch(() => '');
  return text.split('\n').some(line => {
    const [before, after] = line.split(' - ');
    const [type, , options] = after?.split(' ') ?? [];
    return (
      before?.split(' ')[4] === '/proc' &&
      type === 'proc' &&
      /(?:^|,)hidepid=(?:invisible|ptraceable|2|4)(?:,|$)/.test(options ?? '')
    );
  });
}
