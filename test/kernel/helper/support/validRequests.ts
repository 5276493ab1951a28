import type { Method, Params } from '../../../../src/protocol/requests';
import type { AbuseRig } from './abuseRig';
import { processId } from './resident';

/** What no probe, file or owner of the connection has. */
const NOBODYS = 4711;

/** One request of each kind that is as agreed; none removes or ends what the rig has. */
export function validRequests(rig: AbuseRig): { readonly [M in Method]: Params<M> } {
  const handles = [NOBODYS];
  const own = processId(process.pid);
  const { device, inode } = rig.good.file;
  return {
    hello: { protocol: 1, client: 'fuzz', nonce: 'a'.repeat(64) },
    preflight: {},
    create: {
      probes: [
        {
          ...rig.good,
          enable: false,
          event: 'fuzzed',
          args: [{ name: 'n', fetch: '+0(%di)', type: 'u8[4]' }],
          more: [{ offset: rig.good.offset }],
          limits: { ttlSeconds: 60, maxHits: 5, hitsPerSecond: 1e6 },
          stacks: true,
          filter: 'common_pid > 1',
        },
      ],
    },
    remove: { handles },
    enable: { handles },
    disable: { handles },
    extend: { handles, seconds: 60 },
    limit: { handles, maxHits: 5, hitsPerSecond: null },
    stacks: { handles, on: true },
    stackFormats: {},
    filter: { handle: NOBODYS, filter: 'common_pid > 1' },
    scope: { scope: { kind: 'processes', processes: [own], otherUsers: true } },
    list: { from: 0 },
    foreign: { from: 0 },
    hits: { from: 0 },
    locations: { handle: NOBODYS, from: 0 },
    startCapture: {
      ...{ bufferKib: 64, clock: 'mono', mode: 'recorder' },
      freeze: { handle: NOBODYS, filter: 'common_pid > 1' },
    },
    stopCapture: {},
    captureCounts: {},
    resizeCapture: { bufferKib: 64 },
    freezeRecorder: {},
    recorder: {},
    format: { handle: NOBODYS },
    kernelSymbols: { text: 'vfs_read', limit: 5, from: 0 },
    kernelSymbol: { symbol: 'vfs_read' },
    kernelAddresses: { addresses: ['0xffffffff81000000'] },
    tracepoints: { text: 'sched', limit: 5 },
    mappedFiles: { process: own, from: 0 },
    openMapped: { process: own, device, inode },
    readMapped: { file: NOBODYS, offset: '0x0', length: 16 },
    closeMapped: { file: NOBODYS },
    mappers: { files: [{ device, inode }] },
    orphans: {},
    sweep: { owners: ['probescope_u4294967_p1_0'] },
    bye: {},
  };
}
