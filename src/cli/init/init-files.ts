/** What `rollcast init` writes: a pure function of the answers. */

/** The answers that it needs. */
export interface InitAnswers {
  readonly ci: 'github' | 'gitlab' | 'none'
  readonly hooks: 'pre-commit' | 'none'
  readonly kubernetesVersion: string
  /** Commands that render what the repository holds. */
  readonly render: readonly string[]
  /** Of the package: what is installed is what was tried. */
  readonly packageVersion: string
}

/** A file to be written, from the top of the repository. */
export interface InitFile {
  readonly path: string
  readonly text: string
}

/** The files, in the order in which a reader wants to see them. */
export function initFiles(answers: InitAnswers): InitFile[] {
  return [
    { path: 'rollcast.config.yaml', text: config(answers) },
    ...(answers.ci === 'github' ? [{ path: '.github/workflows/rollcast.yaml', text: workflow(answers) }] : []),
    ...(answers.ci === 'gitlab' ? [{ path: '.gitlab-ci.yml', text: pipeline(answers) }] : []),
    ...(answers.hooks === 'pre-commit' ? [{ path: '.pre-commit-config.yaml', text: hooks(answers) }] : []),
  ]
}

const schema = './node_modules/eslint-plugin-rollcast/schemas/config.schema.json'

function config({ kubernetesVersion, render }: InitAnswers): string {
  const entries = render.map((run) => `  - run: ${run}\n`).join('')
  return `# yaml-language-server: $schema=${schema}
# The version of your cluster.
kubernetesVersion: "${kubernetesVersion}"
extends: recommended
${entries === '' ? '' : `# What is rendered for plan --base and lint --base, in the base and in the branch.\nrender:\n${entries}`}`
}

function packages({ packageVersion }: InitAnswers): string {
  return `eslint-plugin-rollcast@${packageVersion} eslint@9`
}

function workflow(answers: InitAnswers): string {
  return `name: rollcast
on: pull_request
permissions:
  contents: read
jobs:
  rollcast:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with:
          # --base needs the commit at which the branch left its base.
          fetch-depth: 0
      - uses: actions/setup-node@v4
        with:
          node-version: 22
      - run: npm install --no-save ${packages(answers)}
      - run: npx rollcast lint --base --changed-only
      - run: npx rollcast plan --base -o json --output-file plan.json
      - if: \${{ !cancelled() }}
        run: if [ -f plan.json ]; then npx rollcast show plan.json -o markdown >> "$GITHUB_STEP_SUMMARY"; fi
`
}

function pipeline(answers: InitAnswers): string {
  return `rollcast:
  image: node:22
  variables:
    # --base needs the commit at which the branch left its base.
    GIT_DEPTH: "0"
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
  script:
    - npm install --no-save ${packages(answers)}
    - npx rollcast lint --base --changed-only
    - npx rollcast plan --base
`
}

function hooks({ packageVersion }: InitAnswers): string {
  const hook = (name: string, entry: string, more: string) => `      - id: rollcast-${name}
        name: rollcast ${name}
        language: node
        additional_dependencies: [eslint-plugin-rollcast@${packageVersion}, eslint@9]
        entry: rollcast ${entry}
        require_serial: true
${more}`
  return `repos:
  - repo: local
    hooks:
${hook('lint', 'lint', '        types_or: [yaml, json]\n')}${hook('plan', 'plan --base', '        pass_filenames: false\n        verbose: true\n')}`
}
