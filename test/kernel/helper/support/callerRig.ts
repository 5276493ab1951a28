import { LineTables } from '../../../../src/elf/dwarf/lineTables';
import { SymbolIndex } from '../../../../src/elf/symbolIndex';
import { CallerNaming } from '../../../../src/extension/callers/callerNaming';
import type { CreateProbe } from '../../../../src/protocol/probes';
import { toHex64 } from '../../../../src/protocol/scalars';
import type { ProbedCode } from '../../../../src/workers/callers/probedCode';
import type { EventMethod, EventRequests } from '../../../../src/workers/eventMessages';
import { EventService } from '../../../../src/workers/eventService';
import { ThreadNames } from '../../../../src/workers/threadNames';
import { attach } from './attach';
import { Captured } from './captured';
import type { RunningHelper } from './runningHelper';

/** The event worker and who names its addresses, with one probe. */
export async function callerRig(helper: RunningHelper, create: CreateProbe, code?: ProbedCode) {
  const service = new EventService(new ThreadNames(() => Promise.resolve(undefined)));
  const request = async <M extends EventMethod>(method: M, params: EventRequests[M]['params']) =>
    (await (service.handlers[method] as (...all: unknown[]) => unknown)(params, {
      progress: () => undefined,
    })) as EventRequests[M]['result'];
  const probe = await attach(helper, create);
  const captured = await Captured.start(helper);
  const { facts } = captured;
  const { kernel = '', user = '' } = await helper.client.request('stackFormats', {});
  const stackFormats = [kernel, user];
  await request('begin', { facts, capacity: 1000, isLocal: true, stackFormats });
  const format = await helper.client.request('format', { handle: probe.handle });
  const schema = await request('format', { ...format, ...(code && { code }) });
  const open = async (path: string | Uint8Array) => {
    const index = await SymbolIndex.open(path);
    const info = { ...index.info, ...index.counts };
    const lines = new LineTables({ path, places: { folders: [] } }, info);
    return {
      info,
      lines: (places: Parameters<LineTables['at']>[0]) => lines.at(places),
      symbolAt: (place: Parameters<SymbolIndex['symbolAt']>[0]) =>
        Promise.resolve(index.symbolAt(place)),
      close: () => Promise.resolve(),
    };
  };
  const errors: unknown[] = [];
  const naming = new CallerNaming(
    { request },
    open,
    async addresses => {
      const hex = addresses.map(toHex64);
      const { names } = await helper.client.request('kernelAddresses', { addresses: hex });
      return names;
    },
    error => errors.push(error),
  );
  let taken = 0;
  return {
    errors,
    request,
    schema,
    captured,
    /** Hands the pages on that have come. */
    pump: () => {
      for (const { capture, cpu, dropped, pages } of captured.frames.slice(taken)) {
        service.takePages(capture, cpu, dropped, pages);
        taken++;
      }
    },
    name: () => naming.run(facts.capture),
    /** What the column shows, and the address that the record has. */
    callers: async () => {
      const { rows } = await request('rows', { from: 0, to: 100 });
      const [table] = await request('schemas', {});
      const at = (name: string): number => table!.fields.findIndex(each => each.name === name);
      return rows.map(({ values }) => ({
        caller: values[at('caller')]!,
        ...(create.kind === 'uretprobe' && { to: Number(values[at('__probe_ret_ip')]) }),
      }));
    },
    end: () => request('begin', { facts: { ...facts, capture: 0 }, capacity: 1, isLocal: false }),
  };
}
