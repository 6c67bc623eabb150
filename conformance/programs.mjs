/**
 * The programs that a recording needs: etcd, the control plane of a version, and the lab that plays scenarios on them.
 * Each is built from its Go module where it is not there yet.
 */
import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { moduleFolder } from '../tools/kubernetes-modules.mjs'

const here = fileURLToPath(new URL('.', import.meta.url))

/** What this folder builds goes here; git ignores it. */
export const builtFolder = join(here, 'built')

/** Something that cannot be found or built; its message is for the person who runs the command. */
export class MissingProgram extends Error {}

/**
 * Makes sure that the programs of some versions are there.
 * @param {string | undefined} given a folder of built programs (etcd, VERSION/kube-apiserver, …) that is used as it is;
 *   without one they are built into `builtFolder`.
 * @param {readonly string[]} versions full ones, such as `1.37.2`
 * @param {{ scheduler: boolean }} needs
 * @returns {{ programs: string, lab: string }} the folder of the programs, and the lab
 */
export function preparePrograms(given, versions, needs) {
  if (!runs('kubectl', ['version', '--client']))
    throw new MissingProgram('kubectl is not on the PATH: the recorder applies manifests with it.')
  const names = ['kube-apiserver', 'kube-controller-manager', ...(needs.scheduler ? ['kube-scheduler'] : [])]
  if (given !== undefined) {
    const wanted = ['etcd', ...versions.flatMap((version) => names.map((name) => join(version, name)))]
    const missing = wanted.filter((name) => !existsSync(join(given, name)))
    if (missing.length > 0)
      throw new MissingProgram(`${given} lacks ${missing.join(', ')}. Without --programs they are built.`)
  } else {
    if (!existsSync(join(builtFolder, 'etcd'))) buildIn('etcd', 'etcd')
    for (const version of versions) {
      const missing = names.filter((name) => !existsSync(join(builtFolder, version, name)))
      if (missing.length > 0) buildKubernetes(version, missing)
    }
  }
  buildIn('lab', 'lab') // Go builds it anew only where it has changed
  return { programs: given ?? builtFolder, lab: join(builtFolder, 'lab') }
}

function runs(command, args) {
  try {
    execFileSync(command, args, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

function go(folder, args) {
  if (!runs('go', ['version']))
    throw new MissingProgram('go is not on the PATH: the recorder and the control plane are built with it.')
  try {
    execFileSync('go', args, {
      cwd: folder,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, GOFLAGS: `${process.env.GOFLAGS ?? ''} -mod=mod`.trim(), CGO_ENABLED: '0' },
    })
  } catch {
    throw new MissingProgram(`go ${args[0]} failed in ${folder}; what it printed stands above.`)
  }
}

function buildIn(folder, program) {
  mkdirSync(builtFolder, { recursive: true })
  go(join(here, folder), ['build', '-ldflags', '-s -w', '-o', join(builtFolder, program), '.'])
}

/**
 * Kubernetes is built as a dependency of a module of its own, in which each of its staging modules is pinned to the
 * matching v0.X.Y; the version is linked in, since the programs report it and compare themselves by it.
 */
function buildKubernetes(version, names) {
  console.log(`Building ${names.join(', ')} ${version} (some minutes)…`)
  const source = moduleFolder(`k8s.io/kubernetes@v${version}`)
  const mod = readFileSync(join(source, 'go.mod'), 'utf8')
  const staging = [...mod.matchAll(/^\s*(?:replace )?(k8s\.io\/\S+) => \.\/staging/gm)].map((match) => match[1])
  const folder = join(builtFolder, `build-${version}`)
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    join(folder, 'go.mod'),
    [
      'module conformance/build',
      `go ${/^go (\S+)$/m.exec(mod)?.[1]}`,
      `require k8s.io/kubernetes v${version}`,
      ...staging.map((module) => `replace ${module} => ${module} v${version.replace(/^1\./, '0.')}`),
      '',
    ].join('\n'),
  )
  const imports = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'].map(
    (name) => `_ "k8s.io/kubernetes/cmd/${name}/app"`,
  )
  writeFileSync(join(folder, 'programs.go'), `package build\n\nimport (\n\t${imports.join('\n\t')}\n)\n`)
  copyFileSync(join(source, 'go.sum'), join(folder, 'go.sum'))
  const [major, minor] = version.split('.')
  const linked = ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'].flatMap((at) =>
    [`gitVersion=v${version}`, `gitMajor=${major}`, `gitMinor=${minor}`, 'gitTreeState=clean'].map(
      (set) => `-X ${at}.${set}`,
    ),
  )
  for (const name of names) {
    const flags = ['-ldflags', ['-s', '-w', ...linked].join(' ')]
    go(folder, ['build', ...flags, '-o', join(builtFolder, version, name), `k8s.io/kubernetes/cmd/${name}`])
  }
}
