import * as v from 'valibot';
import { Argument, Probe } from '../../protocol/probes';
import { ProcessId } from '../../protocol/processFiles';
import { Hex64, toHex64 } from '../../protocol/scalars';
import { isUserRequest, type AttachRequest } from './attachRequest';
import { ExtensionHost } from './extensionHost';
import type { OwnedProbe } from './ownedProbe';
import { RISKS } from './riskTaken';
import type { SeenFunction } from './seenFunction';

const FromHex = v.pipe(
  Hex64,
  v.transform(text => BigInt(text)),
);
const common = { event: v.exactOptional(v.string()), args: v.exactOptional(v.array(Argument)) };

const SavedSeen = v.strictObject({
  fileSize: FromHex,
  mtime: FromHex,
  size: FromHex,
  section: v.string(),
  version: v.exactOptional(v.string()),
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
      isGo: v.boolean(),
      risk: v.exactOptional(v.picklist(RISKS)),
      seen: v.exactOptional(SavedSeen),
      process: v.exactOptional(ProcessId),
      where: v.exactOptional(v.string()),
    }),
  }),
  v.strictObject({
    kind: v.picklist(['kprobe', 'kretprobe']),
    ...common,
    symbol: v.string(),
    module: v.exactOptional(v.string()),
    offset: v.exactOptional(FromHex),
    maxActive: v.exactOptional(v.number()),
  }),
  v.strictObject({ kind: v.literal('tracepoint'), system: v.string(), event: v.string() }),
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

function toJson(request: AttachRequest): unknown {
  if (isUserRequest(request)) {
    const { device, inode, delta, address, offset, seen } = request.target;
    return {
      ...request,
      target: {
        ...request.target,
        device: toHex64(device),
        inode: toHex64(inode),
        ...(delta === undefined ? {} : { delta: toHex64(delta) }),
        address: toHex64(address),
        offset: toHex64(offset),
        ...(seen === undefined ? {} : { seen: seenToJson(seen) }),
      },
    };
  }
  if (request.kind === 'tracepoint' || request.offset === undefined) {
    return request;
  }
  return { ...request, offset: toHex64(request.offset) };
}

function seenToJson(seen: SeenFunction): unknown {
  const { fileSize, mtime, size } = seen;
  return { ...seen, fileSize: toHex64(fileSize), mtime: toHex64(mtime), size: toHex64(size) };
}
