/** The layer table of ARCHITECTURE.md, as rules. A layer's row names all that it may import of the project. */
const SYSTEM_CALLS =
  '^src/sim/kernel/((syscalls|task|file|socket|netlink|errno|clock)\\.ts$|netfilter/(iptables|rule|rule-text)\\.ts$|wire/)';

/** Notations that any layer of the simulation may use. */
const NOTATIONS = '^src/sim/(calendar|platform)\\.ts$';

/** Layer → what it may import besides itself. */
const LAYERS = {
  '^src/sim/kernel/wire/': [],
  '^src/sim/kernel/': [],
  '^src/sim/command/': [],
  '^src/sim/http/': ['^src/sim/kernel/task\\.ts$'],
  '^src/sim/tar/': [SYSTEM_CALLS],
  '^src/sim/engine/': ['^src/sim/kernel/', '^src/sim/tar/'],
  '^src/sim/api/': ['^src/sim/http/', '^src/sim/kernel/task\\.ts$'],
  '^src/sim/client/': ['^src/sim/api/types/', '^src/sim/http/', SYSTEM_CALLS],
  '^src/sim/docker/': ['^src/sim/command/', '^src/sim/client/', '^src/sim/api/types/', '^src/sim/tar/', SYSTEM_CALLS],
  '^src/sim/linux/': ['^src/sim/command/', '^src/sim/http/', '^src/sim/tar/', SYSTEM_CALLS],
  '^src/sim/shell/': ['^src/sim/command/', SYSTEM_CALLS],
  '^src/sim/images/': ['^src/sim/linux/', '^src/sim/kernel/'],
  '^src/sim/observe/': ['^src/sim/kernel/(trace|clock)\\.ts$', '^src/sim/kernel/wire/'],
  '^src/sim/world(/|\\.ts$)': ['^src/sim/'],
  '^src/lab/': ['^src/sim/world\\.ts$'],
  '^src/expressive-code/': ['^src/lab/', '^src/sim/world\\.ts$'],
  '^src/components/': ['^src/lab/', '^src/offline/', '^src/styles/'],
  '^src/offline/': [],
  '^src/webcontainer/': [],
  '^src/pages/': ['^src/components/', '^src/expressive-code/', '^src/lab/', '^src/webcontainer/'],
  '^src/content/': ['^src/components/'],
};

const forbidden = Object.entries(LAYERS).map(([layer, allowed]) => ({
  name: `layer ${layer}`,
  comment: 'ARCHITECTURE.md, « The house »: imports point down',
  severity: 'error',
  from: { path: layer, pathNot: '\\.(test|test-support)\\.ts$' },
  to: {
    path: '^(src|tests|scripts)/',
    pathNot: [layer, ...allowed, ...(layer.startsWith('^src/sim/') ? [NOTATIONS] : [])].join('|'),
  },
}));

export default {
  forbidden: [
    ...forbidden,
    {
      name: 'no-circular',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.astro$' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-unlisted-package',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
