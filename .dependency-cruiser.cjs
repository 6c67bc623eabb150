/** Imports go one way (docs/architecture.md): this file says which way, and `npm run boundaries` holds it. */

/** Tests, and what only tests use. */
const forTests = '\\.test\\.ts$|/testing/'
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: from, pathNot: forTests },
  to: { path: '^(src|rules)/', pathNot: [from, '^src/words/', ...allowed] },
})
const nowhereNode = (name, from) => ({
  name,
  severity: 'error',
  from: { path: from, pathNot: forTests },
  to: { dependencyTypes: ['core'] },
})

/** What the rooms of the planner may see of one another; the data below them (the cluster's types, plans) they all see. */
const plannerData = '^src/planner/(cluster|plan|request|scenario)\\.ts$'
const plannerRooms = {
  collections: [],
  objects: [],
  store: ['objects', 'collections'],
  server: ['objects', 'store'],
  kubectl: ['objects', 'store', 'server'],
  acts: ['objects', 'store', 'server', 'kubectl'],
  'controllers/statefulset': ['controllers/[a-z-]+\\.ts', 'objects', 'store', 'collections'],
  'controllers/daemonset': ['controllers/[a-z-]+\\.ts', 'objects', 'store', 'collections'],
  'controllers/garbage-collector': ['objects', 'store'],
  'controllers/pvc-protection': ['objects', 'store'],
  scheduler: ['objects', 'store'],
  // what the scheduler would say if something were otherwise is asked of it, and changes nothing
  findings: ['objects', 'scheduler/what-if\\.ts', '(by-set|final-state|plan-sets|readiness)\\.ts'],
}
const plannerRoom = ([room, seen]) => ({
  name: `planner-${room}`,
  severity: 'error',
  from: { path: `^src/planner/${room}/`, pathNot: forTests },
  to: {
    path: '^src/planner/',
    pathNot: [plannerData, `^src/planner/${room}/`, ...seen.map((each) => `^src/planner/${each}`)],
  },
})

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    only('words-know-nothing', '^src/words/', []),
    only('kubernetes-is-the-ground', '^src/kubernetes/', ['^schemas/']),
    only('manifest-knows-no-rules', '^src/manifest/', ['^src/kubernetes/']),
    only('defaults', '^src/defaults/', ['^src/kubernetes/']),
    only('validation-is-pure', '^src/validation/', ['^src/kubernetes/', '^src/defaults/', '^schemas/']),
    only('apiserver-answers-requests', '^src/apiserver/', ['^src/kubernetes/', '^src/defaults/', '^src/validation/']),
    only('planner-is-pure', '^src/planner/', [
      '^src/kubernetes/',
      '^src/defaults/',
      '^src/validation/',
      '^src/apiserver/',
    ]),
    ...Object.entries(plannerRooms).map(plannerRoom),
    {
      name: 'the-store-has-one-door',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/planner/store/', forTests] },
      to: { path: '^src/planner/store/(?!index\\.ts$)' },
    },
    {
      name: 'the-api-server-is-reached-by-requests',
      severity: 'error',
      from: { path: '^src/planner/', pathNot: ['^src/planner/(server|kubectl)/', forTests] },
      to: { path: '^src/apiserver/' },
    },
    only('objects', '^src/objects/', ['^src/kubernetes/', '^src/manifest/', '^src/validation/']),
    only('rules', '^rules/', [
      '^src/kubernetes/',
      '^src/manifest/',
      '^src/validation/',
      '^src/objects/',
      '^src/rule-kit/',
    ]),
    only('rule-kit-knows-no-host', '^src/rule-kit/', [
      '^src/kubernetes/',
      '^src/manifest/',
      '^src/validation/',
      '^src/objects/',
    ]),
    only('report-sees-data-only', '^src/report/', [
      '^src/planner/(by-set|plan|plan-sets|readiness|scenario)\\.ts$',
      '^src/kubernetes/',
      '^src/manifest/types',
    ]),
    only('eslint-adapters', '^src/eslint/', [
      '^rules/',
      '^src/rule-kit/',
      '^src/objects/',
      '^src/kubernetes/',
      '^src/manifest/',
      '^src/sources/object-files',
    ]),
    only('sources', '^src/sources/', [
      '^src/objects/',
      '^src/kubernetes/',
      '^src/manifest/',
      '^src/planner/(plan|scenario|index)\\.ts$',
    ]),
    only('action-runs-the-command', '^src/action/', []),
    nowhereNode('kubernetes-runs-in-a-browser', '^src/kubernetes/'),
    nowhereNode('manifest-runs-in-a-browser', '^src/manifest/'),
    nowhereNode('defaults-run-in-a-browser', '^src/defaults/'),
    nowhereNode('apiserver-runs-in-a-browser', '^src/apiserver/'),
    nowhereNode('validation-runs-in-a-browser', '^src/validation/'),
    nowhereNode('planner-runs-in-a-browser', '^src/planner/'),
    nowhereNode('rule-kit-runs-in-a-browser', '^src/rule-kit/'),
    nowhereNode('objects-run-in-a-browser', '^src/objects/'),
    nowhereNode('rules-run-in-a-browser', '^rules/'),
    {
      name: 'yaml-stays-in-manifest',
      severity: 'error',
      from: { path: '^(src|rules)/', pathNot: ['^src/manifest/', forTests] },
      to: { path: 'node_modules/yaml/' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.mjs', '.json'] },
  },
}
