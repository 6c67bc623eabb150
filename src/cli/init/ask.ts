/** The questions of `rollcast init`, on a terminal. */
import { confirm, isCancel, multiselect, select, text } from '@clack/prompts'
import { parseVersion, UnknownTargetError } from '../../kubernetes/versions.js'
import type { InitAnswers } from './init-files.js'
import type { InitOptions } from './init-run.js'

/** Asks for what no option says; undefined where the person breaks off. */
export async function askForAnswers(proposed: InitAnswers, options: InitOptions): Promise<InitAnswers | undefined> {
  const kubernetesVersion = await text({
    message: 'Which version of Kubernetes does the cluster run?',
    initialValue: proposed.kubernetesVersion,
    validate: (value) => faultOf(value ?? ''),
  })
  if (isCancel(kubernetesVersion)) return undefined
  const ci =
    options.ci ??
    (await select<InitAnswers['ci']>({
      message: 'Where do pull requests run?',
      initialValue: proposed.ci,
      options: [
        { value: 'github', label: 'GitHub Actions' },
        { value: 'gitlab', label: 'GitLab CI' },
        { value: 'none', label: 'nowhere, or somewhere else' },
      ],
    }))
  if (isCancel(ci)) return undefined
  const hooks =
    options.hooks ??
    (await select<InitAnswers['hooks']>({
      message: 'Hooks before a commit?',
      initialValue: proposed.hooks,
      options: [
        { value: 'pre-commit', label: 'pre-commit' },
        { value: 'none', label: 'none' },
      ],
    }))
  if (isCancel(hooks)) return undefined
  const render =
    proposed.render.length === 0
      ? []
      : await multiselect({
          message: 'Which of these render what you apply? They run in CI, in the base and in the branch.',
          initialValues: [...proposed.render],
          options: proposed.render.map((value) => ({ value, label: value })),
          required: false,
        })
  if (isCancel(render)) return undefined
  const goOn = await confirm({ message: 'Write the files? What is there already is left alone.' })
  return goOn === true ? { ...proposed, kubernetesVersion, ci, hooks, render } : undefined
}

function faultOf(version: string): string | undefined {
  try {
    parseVersion(version)
    return undefined
  } catch (error) {
    if (error instanceof UnknownTargetError) return error.message
    throw error
  }
}
