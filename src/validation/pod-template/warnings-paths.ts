/**
 * Warnings about files of one volume that lie in each other's way (warningsForOverlappingVirtualPaths): from 1.32 on.
 */
import { asObject, isObject, type JsonObject } from '../../kubernetes/json.js'
import type { FieldPath } from '../../kubernetes/field-path.js'
import type { Target } from '../../kubernetes/target.js'
import { atLeast } from '../../kubernetes/versions.js'
import type { ServerWarning } from '../answer.js'
import { quoteText, type Field } from '../field.js'
import { isSet, objectsAt, text } from './read.js'

/** A file, where it comes from in words, and where it stands in the manifest. */
interface File {
  readonly path: string
  readonly source: string
  readonly place: FieldPath
}

export function overlappingPathWarnings(spec: JsonObject, at: Field, target: Target): ServerWarning[] {
  return objectsAt(spec, 'volumes').flatMap((volume, index) => {
    const place = [...at.path, 'volumes', index]
    const name = quoteText(text(volume, 'name'))
    const warnings: ServerWarning[] = []
    const check = (words: string, files: readonly File[]): void => {
      for (const { message, path } of overlaps(files))
        warnings.push({ message: `volume ${name} (${words}): overlapping paths: ${message}`, path })
    }
    const [configMap, secret] = [asObject(volume.configMap), asObject(volume.secret)]
    check(`ConfigMap ${quoteText(text(configMap, 'name'))}`, itemsOf(configMap, '', [...place, 'configMap']))
    check(`Secret ${quoteText(text(secret, 'secretName'))}`, itemsOf(secret, '', [...place, 'secret']))
    check('DownwardAPI', itemsOf(asObject(volume.downwardAPI), '', [...place, 'downwardAPI']))
    if (!isObject(volume.projected)) return warnings
    const files: File[] = []
    let sourceFiles: File[] = []
    for (const [sourceIndex, source] of objectsAt(volume.projected, 'sources').entries()) {
      const sourcePlace = [...place, 'projected', 'sources', sourceIndex]
      if (!Object.values(source).some((value) => isObject(value))) {
        warnings.push({ message: `volume ${name} (Projected) has no sources provided`, path: sourcePlace })
        continue
      }
      // up to 1.33 a source without files of its own was taken to have those of the one before
      sourceFiles = filesOf(source, sourcePlace, target) ?? (atLeast(target.version, 34) ? [] : sourceFiles)
      for (const file of sourceFiles) {
        for (const { message, path } of collisions(file, files))
          warnings.push({ message: `volume ${name} (Projected): overlapping paths: ${message}`, path })
        files.push(trimmed(file))
      }
    }
    return warnings
  })
}

function itemsOf(source: JsonObject, words: string, place: FieldPath): File[] {
  return objectsAt(source, 'items').map((item, index) => ({
    path: text(item, 'path'),
    source: words,
    place: [...place, 'items', index, 'path'],
  }))
}

/** The files of a source of a projected volume; undefined where it names none. */
function filesOf(sources: JsonObject, place: FieldPath, target: Target): File[] | undefined {
  for (const [kind, words] of [
    ['configMap', 'ConfigMap'],
    ['secret', 'Secret'],
    ['downwardAPI', 'DownwardAPI'],
  ] as const) {
    const source = sources[kind]
    if (!isObject(source) || !isSet(source, 'items')) continue
    return itemsOf(source, kind === 'downwardAPI' ? words : `${words} ${quoteText(text(source, 'name'))}`, [
      ...place,
      kind,
    ])
  }
  const { serviceAccountToken: token, clusterTrustBundle: bundle, podCertificate: certificate } = sources
  if (isObject(token))
    return [
      { path: text(token, 'path'), source: 'ServiceAccountToken', place: [...place, 'serviceAccountToken', 'path'] },
    ]
  if (isObject(bundle)) {
    const name = isSet(bundle, 'name') ? text(bundle, 'name') : text(bundle, 'signerName')
    return [
      {
        path: text(bundle, 'path'),
        source: `ClusterTrustBundle ${quoteText(name)}`,
        place: [...place, 'clusterTrustBundle', 'path'],
      },
    ]
  }
  if (!isObject(certificate) || !atLeast(target.version, 34)) return undefined
  return (
    [
      ['certificateChainPath', 'chain'],
      ['keyPath', 'key'],
      ['credentialBundlePath', 'credential bundle'],
    ] as const
  )
    .filter(([key]) => text(certificate, key) !== '')
    .map(([key, words]) => ({
      path: text(certificate, key),
      source: `PodCertificate ${words}`,
      place: [...place, 'podCertificate', key],
    }))
}

function overlaps(files: readonly File[]): { message: string; path: FieldPath }[] {
  const known: File[] = []
  return files.flatMap((file) => {
    const found = collisions(file, known)
    known.push(trimmed(file))
    return found
  })
}

function trimmed(file: File): File {
  return { ...file, path: file.path.replace(/(?<!\/)\/+$/, '') }
}

/** One path is the other's, or leads to it. */
function collisions(file: File, known: readonly File[]): { message: string; path: FieldPath }[] {
  const own = trimmed(file)
  if (own.path === '') return []
  return known
    .filter(
      ({ path }) => path !== '' && (`${path}/`.startsWith(`${own.path}/`) || `${own.path}/`.startsWith(`${path}/`)),
    )
    .map((other) => ({ message: `${inWords(own)} with ${inWords(other)}`, path: own.place }))
}

function inWords({ path, source }: File): string {
  return source === '' ? quoteText(path) : `${quoteText(path)} (${source})`
}
