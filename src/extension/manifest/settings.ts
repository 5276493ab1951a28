/** Every setting of package.json with the type of its value. */
export interface Settings {
  /** The user's own way to start the helper: an argument array whose stdin and stdout are its stream. Empty: none. */
  'probescope.helper.command': readonly string[];
  /** The Node.js that runs the helper; empty: the one that runs VS Code. */
  'probescope.helper.nodePath': string;
  /** For experts: probes that are not proved harmless may be attached after a warning. */
  'probescope.probes.allowUnproved': boolean;
  /** Folders with separate debug files, absolute; looked in before `/usr/lib/debug`. */
  'probescope.symbols.debugFolders': readonly string[];
  /** Whether debuginfod servers may be asked. */
  'probescope.symbols.debuginfod': 'off' | 'ask' | 'on';
  /** Base URLs of debuginfod servers, asked before those of `DEBUGINFOD_URLS`. */
  'probescope.symbols.debuginfodUrls': readonly string[];
  /** Minutes until a probe is stopped by itself; 0: never. */
  'probescope.probes.timeToLive': number;
  /** Hits a second at which a probe is stopped; 0: however many. */
  'probescope.probes.maxHitsPerSecond': number;
  /** Percent of one CPU that the hits of a probe may take; 0: however much. */
  'probescope.probes.maxCpuShare': number;
  /** Whether probes on functions' entries record who called. */
  'probescope.probes.caller': boolean;
  /** Events that are kept; the oldest go first. */
  'probescope.events.kept': number;
  /** Columns whose values are not kept: names, with `*` and `?`. */
  'probescope.events.maskedColumns': readonly string[];
  /** Room for captured events in the kernel until they are read, in KiB for each CPU. */
  'probescope.capture.bufferKib': number;
  /** The clock of captured events' time stamps. */
  'probescope.capture.clock': 'mono' | 'mono_raw' | 'boot' | 'local' | 'global' | 'perf' | 'tai';
  /** What is done about probes whose file was rebuilt. */
  'probescope.probes.rearm': 'ask' | 'auto' | 'never';
}

/** The values that hold when nothing is set; the same as in package.json. */
export const settingDefaults: Settings = {
  'probescope.helper.command': [],
  'probescope.helper.nodePath': '',
  'probescope.probes.allowUnproved': false,
  'probescope.symbols.debugFolders': [],
  'probescope.symbols.debuginfod': 'ask',
  'probescope.symbols.debuginfodUrls': [],
  'probescope.probes.timeToLive': 60,
  'probescope.probes.maxHitsPerSecond': 100_000,
  'probescope.probes.maxCpuShare': 25,
  'probescope.probes.caller': true,
  'probescope.capture.bufferKib': 8192,
  'probescope.capture.clock': 'mono',
  'probescope.events.kept': 10_000_000,
  'probescope.events.maskedColumns': ['*password*', '*passwd*'],
  'probescope.probes.rearm': 'ask',
};
