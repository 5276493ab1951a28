import { describe, expect, it } from 'vitest';
import type { CaptureHelper, TakePages } from '../../../../src/extension/session/sharedCapture';
import { HitCapture } from '../../../../src/extension/processHits/hitCapture';
import type { CaptureCounts, CaptureFacts } from '../../../../src/protocol/capture';
import type { RetiredNumber } from '../../../../src/protocol/pages';
import { HEADER_EVENT, headerPage, writePage } from '../../tracefs/pageWriter';

const FORMAT = [
  '\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;',
  '\tfield:unsigned char common_flags;\toffset:2;\tsize:1;\tsigned:0;',
  '\tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;',
].join('\n');
/** A record whose bytes are all 1. */
const [EVENT, THREAD] = [0x0101, 0x01010101];
const { page } = writePage({
  littleEndian: true,
  longSize: 8,
  time: 1n,
  items: [{ kind: 'record', words: 3, elapsed: 0, fill: 1 }],
  missed: 0,
});

/** A capture of one probe, whose number is its own since epoch 2; `send` gives it a page of one record. */
async function startedCapture(counts: readonly Partial<CaptureCounts>[] = []) {
  const told = [...counts];
  let take: TakePages = () => undefined;
  const helper = {
    request: (method: string) =>
      Promise.resolve(
        method === 'format'
          ? { text: FORMAT, since: 2 }
          : { cpus: [], pauses: [], ...told.shift() },
      ),
  } as unknown as CaptureHelper;
  const facts: CaptureFacts = {
    capture: 1,
    headerPage: headerPage(8),
    headerEvent: HEADER_EVENT,
    littleEndian: true,
    clock: 'mono',
    aheadOfMonotonic: 0,
  };
  const join = (_: CaptureHelper, taker: TakePages) => {
    take = taker;
    return Promise.resolve({ helper, facts, leave: () => Promise.resolve(undefined) });
  };
  const capture = await HitCapture.start({ join }, helper, [{ handle: 7, eventId: EVENT }]);
  const send = (epoch: number, retired: readonly RetiredNumber[] = []): void => {
    take({ capture: 1, cpu: 0, dropped: 0, epoch, retired, pages: Buffer.from(page) });
  };
  return { capture, send };
}

describe('hits by thread of a probe', () => {
  it('lack what was lost or not recorded since they are counted, and no more', async () => {
    const cpu = { cpu: 0, pages: 9, overrun: '0x1', dropped: '0x0', discarded: 1 };
    const { capture } = await startedCapture([
      { cpus: [cpu], pauses: [{ cause: 'filter', times: 1, ms: 10 }] },
      {
        cpus: [{ ...cpu, overrun: '0x3', taken: '0x5' }],
        pauses: [
          { cause: 'filter', times: 2, ms: 15 },
          { cause: 'emptied', times: 1, ms: 30 },
        ],
      },
    ]);
    expect(await capture.lost()).toEqual({ events: 7n, pages: 0, pausedMs: 35 });
  });

  it('are not those of the event that had its number before, nor of the one that has it after', async () => {
    const { capture, send } = await startedCapture();
    send(1);
    expect(capture.hits.get(THREAD)).toBeUndefined();
    // The event before it was removed: its own begins.
    send(2, [{ event: EVENT, epoch: 2 }]);
    send(3, [{ event: 99, epoch: 3 }]);
    expect(capture.hits.get(THREAD)).toBe(2);
    send(4, [{ event: EVENT, epoch: 4 }]);
    send(5);
    // What was read before is on its way for longer.
    send(3);
    expect(capture.hits.get(THREAD)).toBe(3);
  });
});
