/** Looks into Kubernetes' source: what differs between two versions, function by function, and the feature gates. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { moduleFolder } from './kubernetes-modules.mjs'

/**
 * The text of a file of Kubernetes at a version; undefined where that version has none.
 * @param {string} file below k8s.io/kubernetes (`pkg/…`), or of another module (`k8s.io/kubectl/pkg/…`)
 * @param {string} version such as `1.37.2`
 */
export function sourceFile(file, version) {
  const [, name, rest] = /^k8s\.io\/([^/]+)\/(.*)$/.exec(file) ?? []
  const folder =
    name === undefined
      ? moduleFolder(`k8s.io/kubernetes@v${version}`)
      : moduleFolder(`k8s.io/${name}@v${version.replace(/^1\./, '0.')}`)
  const path = join(folder, rest ?? file)
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}

/**
 * The functions of a name in a Go file (methods of several types may share it), without comments and layout; the whole
 * file where no name is given. Undefined where there is none.
 */
export function functionText(source, name) {
  if (source === undefined) return undefined
  const bare = withoutComments(source)
  if (name === undefined) return bare.replace(/\s+/g, ' ')
  const found = [...bare.matchAll(new RegExp(`^func (?:\\([^)]*\\) )?${name}[\\[(][^]*?^\\}`, 'gm'))]
  return found.length === 0 ? undefined : found.map((match) => match[0].replace(/\s+/g, ' ')).join('\n')
}

/** Comments go; a text in quotes or backticks stays as it is, whatever it holds. */
function withoutComments(source) {
  return source.replace(/"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.)*'|\/\/[^\n]*|\/\*[^]*?\*\//g, (part) =>
    part.startsWith('/') ? '' : part,
  )
}

/**
 * The feature gates of a version as its pkg/features/kube_features.go lists them: by name, each state with the minor
 * version from which on it holds. From 1.32 on; older lists have another form, and give an empty map.
 * @returns {Map<string, { minor: number, stage: string, enabled: boolean }[]>}
 */
export function listedGates(source) {
  const gates = new Map()
  const list = /defaultVersionedKubernetesFeatureGates = [^{]*\{([^]*?)^\}/m.exec(source)?.[1] ?? ''
  for (const [, name, states] of list.matchAll(/^\t([\w.]+): \{\n([^]*?)^\t\},/gm)) {
    gates.set(
      name.split('.').at(-1),
      [...states.matchAll(/\{[^}]*\}/g)].map(([state]) => {
        const stage = /PreRelease: featuregate\.(\w+)/.exec(state)?.[1] ?? ''
        return {
          minor: Number(/Version: version\.MustParse\("1\.(\d+)"\)/.exec(state)?.[1]),
          stage: stage === 'GA' ? 'stable' : stage.toLowerCase(),
          enabled: /\bDefault: true/.test(state),
        }
      }),
    )
  }
  return gates
}

/** The state of a gate in a minor version; undefined where it did not exist yet. */
export function stateIn(states, minor) {
  return states?.filter((state) => state.minor <= minor).at(-1)
}
