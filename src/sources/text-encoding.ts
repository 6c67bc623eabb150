/** Bytes to text and back: a file that is changed keeps the encoding that it has. */
import { SourceError } from './source-error.js'

/** UTF-8, or UTF-16 with its byte order mark (as PowerShell writes it): Kubernetes' reader takes both. */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be'

/** A text, and how it is written down. The byte order mark of UTF-8 belongs to the text, that of UTF-16 does not. */
export interface EncodedText {
  readonly text: string
  readonly encoding: TextEncoding
}

/**
 * The text of a file's bytes.
 * @param shown how the file is called in a message.
 * @throws {SourceError} where they are neither UTF-8 nor UTF-16.
 */
export function decodeBytes(bytes: Uint8Array, file: string, shown = file): EncodedText {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8'
  try {
    const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: encoding === 'utf-8' })
    return { text: decoder.decode(bytes), encoding }
  } catch {
    throw new SourceError(`${shown} is no UTF-8 text. Save it as UTF-8.`, file)
  }
}

/** The text of a file's bytes alone. */
export function decodeText(bytes: Uint8Array, file: string): string {
  return decodeBytes(bytes, file).text
}

/** The bytes of a text. */
export function encodeText({ text, encoding }: EncodedText): Buffer {
  if (encoding === 'utf-8') return Buffer.from(text, 'utf8')
  const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le')
  return encoding === 'utf-16le' ? bytes : bytes.swap16()
}
