/** helm and kustomize for tests: the real ones where the machine has them, else a script that stands in. */
import { accessSync, constants, mkdirSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** An environment whose PATH has both. */
export function withRenderers(environment: NodeJS.ProcessEnv, folder: string): NodeJS.ProcessEnv {
  const script = fileURLToPath(new URL('renderer.mjs', import.meta.url))
  const bin = path.join(folder, 'bin')
  mkdirSync(bin, { recursive: true })
  const missing = ['helm', 'kustomize'].filter((name) => !isOnPath(name))
  for (const name of missing) symlinkSync(script, path.join(bin, name))
  const standIns = missing.length === 0 ? '' : `: ${missing.join(' and ')} by a script that stands in`
  process.stderr.write(`rendered with what is on the PATH${standIns}\n`)
  return { ...environment, PATH: [bin, path.dirname(process.execPath), process.env['PATH'] ?? ''].join(path.delimiter) }
}

function isOnPath(name: string): boolean {
  return (process.env['PATH'] ?? '').split(path.delimiter).some((folder) => {
    try {
      accessSync(path.join(folder, name), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

const template = `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: {{ .Release.Name }}
spec:
  serviceName: web
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: main, image: 'nginx:{{ .Values.tag }}'}]}
`

/** A repository's files with a chart and an overlay over a base. */
export const renderedSources: Readonly<Record<string, string>> = {
  'charts/shop/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
  'charts/shop/values.yaml': 'tag: "1.16"\n',
  'charts/shop/templates/web.yaml': template,
  'values/prod.yaml': 'tag: "1.16"\n',
  'base/db.yaml': template.replace('{{ .Release.Name }}', 'db').replaceAll('{{ .Values.tag }}', '15'),
  'base/kustomization.yaml': 'resources: [db.yaml]\n',
  'overlays/prod/kustomization.yaml': 'resources: [../../base]\nimages: [{name: nginx, newTag: "16"}]\n',
  'overlays/dev/kustomization.yaml': 'resources: [../../base]\n',
}
