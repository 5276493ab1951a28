/** Ids of package.json's views and editors. */
export const viewIds = {
  container: 'probescope',
  probes: 'probescope.probes',
  /** Custom editor: symbols of an ELF file. */
  symbols: 'probescope.symbols',
} as const;
