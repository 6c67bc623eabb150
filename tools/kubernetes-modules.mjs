/**
 * Where Go keeps a module of a Kubernetes version on this machine; fetched through the Go module proxy where it is not
 * there yet.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The patch release of each minor version that the generated data is made from. */
export const releases = {
  29: '29.6',
  30: '30.14',
  31: '31.14',
  32: '32.13',
  33: '33.13',
  34: '34.4',
  35: '35.4',
  36: '36.3',
  37: '37.2',
}

/** The folder of a module, such as `k8s.io/api@v0.37.2`. */
export function moduleFolder(module) {
  const folder = mkdtempSync(join(tmpdir(), 'rollcast-go-'))
  try {
    writeFileSync(join(folder, 'go.mod'), 'module download\n')
    const answer = execFileSync('go', ['mod', 'download', '-json', module], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, GOFLAGS: '-mod=mod' },
    })
    return JSON.parse(answer).Dir
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
