/** How the command was called: `rollcast`, or `kubectl rollcast` where kubectl runs it as a plugin. */
import path from 'node:path'

const file = path.basename(process.argv[1] ?? '')

/** Whether kubectl asks for what may come next on a line. */
export const isAskedByKubectl = file.startsWith('kubectl_complete-')

/** What a person types. */
export const calledAs = file.startsWith('kubectl-') || isAskedByKubectl ? 'kubectl rollcast' : 'rollcast'

/** A text of ours with the command as this person calls it: no hint names one that is not there. */
export function asCalled(text: string, name = calledAs): string {
  return name === 'rollcast' ? text : text.replace(/(?<![\w./@-]|kubectl )rollcast(?=:? [a-z-])/g, name)
}
