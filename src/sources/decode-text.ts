import { SourceError } from './source-error.js'
import { standardInput } from './standard-input.js'

/**
 * The text of a file's bytes: UTF-8, or UTF-16 with its byte order mark (as PowerShell writes it); Kubernetes' reader
 * takes both.
 * @throws {SourceError} where it is neither.
 */
export function decodeText(bytes: Uint8Array, file: string): string {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8'
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: encoding === 'utf-8' }).decode(bytes)
  } catch {
    throw new SourceError(
      `${file === standardInput ? 'Standard input' : file} is no UTF-8 text. Save it as UTF-8.`,
      file,
    )
  }
}
