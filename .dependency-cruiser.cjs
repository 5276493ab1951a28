// The import rules of CONTRIBUTING.md ("Where things live"), one row a folder under src/.
const BUILTIN = { core: true };

/** Modules below `folder` may import their own folder, node built-ins, and what `allowed` matches. */
function layer(folder, allowed) {
  return {
    name: `${folder}-imports`,
    severity: 'error',
    from: { path: `^src/${folder}/` },
    to: {
      pathNot: [`^src/${folder}/`, ...allowed],
      dependencyTypesNot: ['core'],
    },
  };
}

const lib = name => `node_modules/${name}/`;

module.exports = {
  forbidden: [
    layer('tracefs', []),
    layer('elf', [lib('iced-x86'), lib('xz-decompress'), lib('zstddec')]),
    layer('debuginfod', ['^src/elf/']),
    layer('protocol', [lib('valibot'), lib('vscode-jsonrpc')]),
    layer('helper', ['^src/(tracefs|protocol)/', lib('valibot')]),
    layer('elevation', [
      '^src/protocol/',
      lib('@vscode/sudo-prompt'),
      lib('sudo-prompt'),
      lib('ffi-rs'),
    ]),
    layer('events', ['^src/tracefs/', lib('valibot')]),
    layer('workers', [
      '^src/(elf|events|processes|tracefs|protocol)/',
      lib('gecko-profiler-demangle'),
    ]),
    layer('processes', []),
    {
      name: 'extension-imports',
      severity: 'error',
      from: { path: '^src/extension/' },
      to: { path: '^src/(webview|helper)/' },
    },
    {
      name: 'webview-imports',
      severity: 'error',
      from: { path: '^src/webview/' },
      to: { pathNot: ['^src/webview/', '^src/protocol/', lib('@vscode/codicons'), lib('uplot')] },
    },
    {
      name: 'only-the-extension-imports-vscode',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/extension/' },
      to: { path: '^vscode$' },
    },
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^vscode$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['node', 'import', 'require', 'default', 'types'],
    },
  },
};
