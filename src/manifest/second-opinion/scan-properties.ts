import { fault, isBlankOrEnd, isNameCharacter, token, type Scanner, type Token } from './scanner-state.js'

/** An anchor `&name` or an alias `*name`. */
export function scanAnchor(scanner: Scanner, type: 'anchor' | 'alias'): Token {
  const { text } = scanner
  const start = scanner.offset
  scanner.offset += 1
  while (isNameCharacter(text.charCodeAt(scanner.offset))) scanner.offset += 1
  const next = text.charCodeAt(scanner.offset)
  if (scanner.offset === start + 1 || !(isBlankOrEnd(next) || '?:,]}%@`'.includes(text.charAt(scanner.offset)))) {
    throw fault(scanner, anchorMessage(type), start)
  }
  return token(type, start, scanner.offset, text.slice(start + 1, scanner.offset))
}

function anchorMessage(type: 'anchor' | 'alias'): string {
  return type === 'anchor'
    ? 'After "&" comes the name of an anchor: letters, digits, "-" and "_". Put the value in quotes if a text is meant.'
    : 'After "*" comes the name of an anchor: letters, digits, "-" and "_". Put the value in quotes if a text is meant.'
}

export const unknownTag = 'This is no tag that YAML knows. Put the value in quotes if a text is meant.'

/**
 * A tag `!name!suffix`: its handle needs a %TAG directive, which cannot stand in a document of Kubernetes' (see
 * compose.ts).
 */
export const hasUnknownHandle = (tag: string): boolean => /^![-\w]+!/.test(tag)

const uriCharacters = /(?:[-\w;/?:@&=+$,.!~*'()[\]]|%[0-9a-fA-F]{2})*/y

/** A tag: `!!int`, `!mine`, `!<tag:example.org,2000:x>`. The token's text is the whole tag. */
export function scanTag(scanner: Scanner): Token {
  const start = scanner.offset
  const tag = takeTag(scanner)
  if (tag === undefined || !isBlankOrEnd(scanner.text.charCodeAt(scanner.offset))) {
    throw fault(scanner, unknownTag, start)
  }
  return token('tag', start, scanner.offset, tag)
}

function takeTag(scanner: Scanner): string | undefined {
  const { text } = scanner
  if (text.startsWith('!<', scanner.offset)) {
    scanner.offset += 2
    const tag = takeUri(scanner)
    if (text.charAt(scanner.offset) !== '>') return undefined
    scanner.offset += 1
    return tag === '' ? undefined : tag
  }
  const start = scanner.offset
  scanner.offset += 1
  while (isNameCharacter(text.charCodeAt(scanner.offset))) scanner.offset += 1
  if (text.charAt(scanner.offset) !== '!') return text.slice(start, scanner.offset) + takeUri(scanner)
  scanner.offset += 1
  const handle = text.slice(start, scanner.offset)
  const suffix = takeUri(scanner)
  if (suffix === '') return undefined
  return handle === '!!' ? `tag:yaml.org,2002:${suffix}` : handle + suffix
}

function takeUri(scanner: Scanner): string {
  uriCharacters.lastIndex = scanner.offset
  const source = uriCharacters.exec(scanner.text)?.[0] ?? ''
  scanner.offset += source.length
  return source.replace(/(?:%[0-9a-fA-F]{2})+/g, (escaped) => {
    try {
      return decodeURIComponent(escaped)
    } catch {
      throw fault(scanner, 'The escapes with "%" in this tag are no UTF-8.', scanner.offset - source.length)
    }
  })
}
