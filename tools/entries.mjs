/** What the package gives: the plugin, the command, and the planner alone. */
export const entries = { index: 'src/eslint/index.ts', cli: 'src/cli/main.ts', planner: 'src/planner/index.ts' }
