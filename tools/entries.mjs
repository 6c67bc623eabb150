/** What the package gives: the plugin, the command, the planner alone, and what the GitHub action runs. */
export const entries = {
  index: 'src/eslint/index.ts',
  cli: 'src/cli/main.ts',
  planner: 'src/planner/index.ts',
  action: 'src/action/main.ts',
}

/** Those that somebody imports: they have declarations. */
export const imported = ['index', 'planner']
