/** Imports point one way: services to packages; pure packages import none of ours; a package is entered by its index alone. */
module.exports = {
  forbidden: [
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-service-imports-a-service', severity: 'error', from: { path: '^services/([^/]+)/' }, to: { path: '^services/', pathNot: '^services/$1/' } },
    { name: 'no-package-imports-a-service', severity: 'error', from: { path: '^packages/' }, to: { path: '^services/' } },
    {
      name: 'pure-packages-import-none-of-ours',
      severity: 'error',
      from: { path: '^packages/(attribution|incrementality|events|runtime|simulator)/src' },
      to: { path: '^(packages|services)/', pathNot: '^packages/$1/' },
    },
    {
      name: 'pure-packages-do-no-io',
      severity: 'error',
      from: { path: '^packages/(attribution|incrementality)/src' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'only-tests-start-a-kafka-broker',
      severity: 'error',
      from: { path: '^(packages|services)/[^/]+/src/', pathNot: '^packages/kafka-broker/' },
      to: { path: '^packages/kafka-broker/' },
    },
    {
      name: 'a-package-is-entered-by-its-index',
      severity: 'error',
      from: { path: '^(packages|services)/([^/]+)/' },
      to: { path: '^packages/[^/]+/(src|dist)/', pathNot: ['^packages/$2/', '^packages/[^/]+/(src/index\\.ts|dist/index\\.(js|d\\.ts))$'] },
    },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^virtual:' } },
    { name: 'only-declared-packages', severity: 'error', from: { path: '/src/' }, to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] } },
  ],
  options: {
    doNotFollow: { path: '(node_modules|/dist/)' },
    exclude: { path: '(/dist/|/web-dist/|node_modules/(?!@touchline))' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
};
