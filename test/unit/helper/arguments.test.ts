import { describe, expect, it } from 'vitest';
import { parseArguments, type StartArguments } from '../../../src/helper/start/arguments';
import { credentialsOf } from '../../../src/helper/start/credentials';
import { processStatus } from '../../../src/helper/start/processStatus';
import { userIdOf } from '../../../src/helper/start/userId';

const SOCKET = ['--socket', '/run/s', '--via', 'pkexec', '--owner', '12:345'];
const parsed: StartArguments = {
  mode: 'socket',
  socket: '/run/s',
  via: 'pkexec',
  owner: { pid: 12, startTime: 345n },
};
const ROOT = { uid: 0, euid: 0 };

describe('the command line', () => {
  it('is read in any order', () => {
    expect(parseArguments(['--stdio'])).toEqual({ mode: 'stdio' });
    expect(parseArguments(SOCKET)).toEqual(parsed);
    expect(parseArguments([...SOCKET.slice(2), ...SOCKET.slice(0, 2)])).toEqual(parsed);
  });

  it.each([
    [[]],
    [['--stdio', '--owner', '1:1']],
    [SOCKET.slice(0, 4)],
    [SOCKET.slice(0, 5)],
    [[...SOCKET, '--via', 'sudo']],
    [[...SOCKET, '--more', '1']],
    [SOCKET.with(3, '__proto__')],
    [SOCKET.with(3, 'constructor')],
    [SOCKET.with(5, '12')],
    [SOCKET.with(5, '0:1')],
    [SOCKET.with(5, '-1:1')],
    [SOCKET.with(5, '12:345\n')],
  ])('%j is refused', argv => {
    expect(() => parseArguments(argv)).toThrow(expect.objectContaining({ exitCode: 64 }) as Error);
  });
});

describe('the user it works for', () => {
  it('is named by what made it root', () => {
    const environment = { PKEXEC_UID: '1000', SUDO_UID: '1001' };
    expect(userIdOf(parsed, environment, ROOT)).toBe(1000);
    expect(userIdOf({ ...parsed, via: 'sudo' }, environment, ROOT)).toBe(1001);
    expect(userIdOf({ ...parsed, via: 'terminal' }, environment, ROOT)).toBe(1001);
    expect(userIdOf({ ...parsed, via: 'direct' }, environment, ROOT)).toBe(0);
    expect(userIdOf({ mode: 'stdio' }, environment, ROOT)).toBe(1001);
    expect(userIdOf({ mode: 'stdio' }, {}, ROOT)).toBe(0);
  });

  it.each(['', '-1', '4294967295', '0x10', '1e3', '01', ' 5', '5\n', 'root'])(
    'is not %j',
    SUDO_UID => {
      expect(() => userIdOf({ mode: 'stdio' }, { SUDO_UID }, ROOT)).toThrow(
        expect.objectContaining({ exitCode: 77 }) as Error,
      );
    },
  );

  it('has the ids of its process, else those sudo or /etc/passwd gives', () => {
    const own = processStatus(process.pid)!;
    expect(own).toMatchObject({ uid: process.geteuid!(), gid: process.getegid!() });
    expect(credentialsOf(own.uid, own, {})).toEqual({
      uid: own.uid,
      gid: own.gid,
      groups: own.groups,
    });
    const sudo = { SUDO_UID: '1000', SUDO_GID: '1007' };
    expect(credentialsOf(1000, undefined, sudo)).toEqual({ uid: 1000, gid: 1007 });
    expect(credentialsOf(0, undefined, { ...sudo, SUDO_GID: '1007' })).toEqual({ uid: 0, gid: 0 });
    expect(credentialsOf(4_000_000, undefined, {})).toEqual({ uid: 4_000_000, gid: 65_534 });
    expect(processStatus(4_194_305)).toBeUndefined();
  });
});
