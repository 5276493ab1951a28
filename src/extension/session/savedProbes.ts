import * as v from 'valibot';
import { HIT_COSTS } from '../../elf/code/hitCost';
import { Argument, Probe } from '../../protocol/probes';
import { ProcessId } from '../../protocol/processFiles';
import { Hex64, toHex64 } from '../../protocol/scalars';
import type { AttachRequest } from './attachRequest';
import { ExtensionHost } from './extensionHost';
import type { OwnedProbe } from './ownedProbe';
import { RISKS } from './riskTaken';

const FromHex = v.pipe(
  Hex64,
  v.transform(text => BigInt(text)),
);
const common = {
  event: v.exactOptional(v.string()),
  args: v.exactOptional(v.array(Argument)),
  label: v.exactOptional(v.string()),
  filter: v.exactOptional(v.string()),
  stacks: v.exactOptional(v.literal(true)),
  limits: v.exactOptional(
    v.strictObject({
      maxHits: v.exactOptional(v.number()),
      unguarded: v.exactOptional(v.literal(true)),
    }),
  ),
};

const SavedSeen = v.strictObject({
  fileSize: FromHex,
  mtime: FromHex,
  size: FromHex,
  section: v.string(),
  version: v.exactOptional(v.string()),
});

const SavedUserPlace = v.strictObject({
  symbol: v.string(),
  displayName: v.exactOptional(v.string()),
  delta: v.exactOptional(FromHex),
  address: FromHex,
  offset: FromHex,
  seen: v.exactOptional(SavedSeen),
});

const SavedKernelPlace = v.strictObject({
  symbol: v.string(),
  module: v.exactOptional(v.string()),
  offset: v.exactOptional(FromHex),
});

const SavedUsdt = v.strictObject({
  provider: v.string(),
  name: v.string(),
  args: v.array(Argument),
  more: v.array(
    v.strictObject({
      offset: FromHex,
      refCtrOffset: v.exactOptional(FromHex),
      args: v.array(Argument),
    }),
  ),
});

const SavedRequest = v.variant('kind', [
  v.strictObject({
    kind: v.picklist(['uprobe', 'uretprobe']),
    ...common,
    target: v.strictObject({
      path: v.string(),
      device: FromHex,
      inode: FromHex,
      buildId: v.exactOptional(v.string()),
      symbol: v.string(),
      displayName: v.exactOptional(v.string()),
      delta: v.exactOptional(FromHex),
      address: FromHex,
      offset: FromHex,
      refCtrOffset: v.exactOptional(FromHex),
      usdt: v.exactOptional(SavedUsdt),
      isGo: v.boolean(),
      risk: v.exactOptional(v.picklist(RISKS)),
      cost: v.exactOptional(v.picklist(HIT_COSTS)),
      seen: v.exactOptional(SavedSeen),
      process: v.exactOptional(ProcessId),
      where: v.exactOptional(v.string()),
      deleted: v.exactOptional(v.literal(true)),
    }),
    more: v.exactOptional(v.array(SavedUserPlace)),
  }),
  v.strictObject({
    kind: v.picklist(['kprobe', 'kretprobe']),
    ...common,
    symbol: v.string(),
    module: v.exactOptional(v.string()),
    offset: v.exactOptional(FromHex),
    maxActive: v.exactOptional(v.number()),
    more: v.exactOptional(v.array(SavedKernelPlace)),
  }),
  v.strictObject({
    kind: v.literal('tracepoint'),
    system: v.string(),
    event: v.string(),
    limits: common.limits,
    filter: common.filter,
    stacks: common.stacks,
  }),
]);

const SavedProbe = v.strictObject({ request: SavedRequest, probe: Probe });

/** A probe as it outlives its window. */
export interface SavedProbe {
  readonly request: AttachRequest;
  readonly probe: Probe;
}

/** What a window leaves for the one after it. */
export interface SavedWindow {
  /** Windows on one folder share what is saved: while this one lives, its probes do too. */
  readonly host: ExtensionHost;
  readonly probes: readonly SavedProbe[];
}

const SavedWindow = v.strictObject({ host: ExtensionHost, probes: v.array(v.unknown()) });

/** A window's probes as JSON for `workspaceState`. */
export function saveWindow(host: ExtensionHost, probes: readonly OwnedProbe[]): unknown {
  return {
    host,
    probes: probes.map(({ request, probe }) => ({ request: toJson(request), probe })),
  };
}

/** Reads back {@link saveWindow}; what another version wrote and does not fit is left out. */
export function loadWindow(saved: unknown): SavedWindow | undefined {
  const window = v.safeParse(SavedWindow, saved);
  if (!window.success) {
    return undefined;
  }
  const probes = window.output.probes.flatMap(item => {
    const parsed = v.safeParse(SavedProbe, item);
    return parsed.success ? [parsed.output] : [];
  });
  return { host: window.output.host, probes };
}

/** JSON has no integers of 64 bits: they are written as the protocol does. */
function toJson(request: AttachRequest): unknown {
  const text = JSON.stringify(request, (_key, value: unknown) =>
    typeof value === 'bigint' ? toHex64(value) : value,
  );
  return JSON.parse(text) as unknown;
}
