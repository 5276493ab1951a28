/** Ids of package.json's views and editors. */
export const viewIds = {
  container: 'probescope',
  probes: 'probescope.probes',
  /** What this machine allows, once asked for. */
  diagnosis: 'probescope.diagnosis',
  /** Webview of the panel: events as they happen. */
  events: 'probescope.events',
  /** The same page as an editor. */
  eventsEditor: 'probescope.eventsEditor',
  /** Custom editor: a recording. */
  recording: 'probescope.recording',
  /** Custom editor: symbols of an ELF file. */
  symbols: 'probescope.symbols',
} as const;
