/** Image names as far as defaulting reads them: github.com/distribution/reference, ParseNormalizedNamed. */
import { entryOf } from '../kubernetes/json.js'

const domainComponent = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])'
const domain = `(?:${domainComponent}(?:\\.${domainComponent})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?`
const pathComponent = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*'
const path = `${pathComponent}(?:/${pathComponent})*`
const digest = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9A-Fa-f]{32,}'
const reference = new RegExp(`^(?:${domain}/)?(${path})(?::(\\w[\\w.-]{0,127}))?(?:@(${digest}))?$`)

const digestLengths: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 }

/**
 * Tells whether the kubelet is to pull the image each time by default: it has the tag `latest`, or neither tag nor
 * digest. A text that is no image name counts as one with a tag.
 */
export function isLatest(image: string): boolean {
  if (/^[a-f0-9]{64}$/.test(image)) return false
  const { host, rest } = splitDomain(image)
  const repository = rest.split(':', 1)[0] ?? ''
  if (repository.toLowerCase() !== repository) return false
  const match = reference.exec(`${host}/${rest}`)
  if (match?.[1] === undefined || match[1].length > 255) return false
  const [, , tag, digestText] = match
  if (digestText !== undefined && !isDigest(digestText)) return false
  return tag === 'latest' || (tag === undefined && digestText === undefined)
}

function splitDomain(image: string): { host: string; rest: string } {
  const slash = image.indexOf('/')
  if (slash === -1) return { host: 'docker.io', rest: `library/${image}` }
  const first = image.slice(0, slash)
  const named =
    first === 'localhost' || first === 'index.docker.io' || /[.:]/.test(first) || first.toLowerCase() !== first
  const host = !named || first === 'index.docker.io' ? 'docker.io' : first
  const rest = named ? image.slice(slash + 1) : image
  return { host, rest: host === 'docker.io' && !rest.includes('/') ? `library/${rest}` : rest }
}

function isDigest(text: string): boolean {
  const [algorithm = '', hex = ''] = text.split(':')
  return entryOf(digestLengths, algorithm) === hex.length && /^[a-f0-9]+$/.test(hex)
}
