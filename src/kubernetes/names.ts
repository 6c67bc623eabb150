/**
 * The forms that Kubernetes wants names to have, with the API server's own words for what is wrong (k8s.io/apimachinery
 * pkg/util/validation and pkg/api/validate/content). Each function answers with the faults of a text; an empty list
 * means that it is well formed. Where the words changed with a version (V-4b), the target is asked.
 */
import type { Target } from './target.js'
import { atLeast } from './versions.js'

const dnsLabelFormat = '[a-z0-9]([-a-z0-9]*[a-z0-9])?'
const dnsSubdomainFormat = `${dnsLabelFormat}(\\.${dnsLabelFormat})*`
const dnsLabelWithUnderscoreFormat = '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?'
const dnsSubdomainWithUnderscoreFormat = `${dnsLabelWithUnderscoreFormat}(\\.${dnsLabelWithUnderscoreFormat})*`
const dns1035LabelFormat = '[a-z]([-a-z0-9]*[a-z0-9])?'
const qualifiedNameFormat = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]'
const labelValueFormat = `(${qualifiedNameFormat})?`
const envVarNameFormat = '[-._a-zA-Z][-._a-zA-Z0-9]*'
const configMapKeyFormat = '[-._a-zA-Z0-9]+'
const httpHeaderNameFormat = '[-A-Za-z0-9]+'

const whole = (format: string): RegExp => new RegExp(`^(?:${format})$`)
const dnsLabel = whole(dnsLabelFormat)
const dnsSubdomain = whole(dnsSubdomainFormat)
const dnsSubdomainWithUnderscore = whole(dnsSubdomainWithUnderscoreFormat)
const dns1035Label = whole(dns1035LabelFormat)
const qualifiedName = whole(qualifiedNameFormat)
const labelValue = whole(labelValueFormat)
const envVarName = whole(envVarNameFormat)
const configMapKey = whole(configMapKeyFormat)
const httpHeaderName = whole(httpHeaderNameFormat)

/** The length of a text as the server counts it: in bytes of UTF-8. */
export function byteLength(text: string): number {
  let length = 0
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return length
}

function tooLong(length: number, unit: 'characters' | 'bytes' = 'characters'): string {
  return `must be no more than ${length} ${unit}`
}

function formatFault(words: string, format: string, ...examples: string[]): string {
  const shown = examples.map((example) => `'${example}', `).join(' or ')
  return `${words} (e.g. ${shown}regex used for validation is '${format}')`
}

/** A number's bounds, in the server's words. */
export function rangeFault(low: number, high: number): string {
  return `must be between ${low} and ${high}, inclusive`
}

/** A DNS label (RFC 1123), at most 63 characters: V-4. */
export function dnsLabelFaults(value: string): string[] {
  const faults: string[] = []
  if (byteLength(value) > 63) faults.push(tooLong(63))
  if (!dnsLabel.test(value)) {
    faults.push(
      dnsSubdomain.test(value)
        ? 'must not contain dots'
        : formatFault(
            "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
            dnsLabelFormat,
            'my-name',
            '123-abc',
          ),
    )
  }
  return faults
}

const dnsSubdomainWords =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character"

function dnsSubdomainFaultsIn(value: string, unit: 'characters' | 'bytes'): string[] {
  const faults: string[] = []
  if (byteLength(value) > 253) faults.push(tooLong(253, unit))
  if (!dnsSubdomain.test(value)) faults.push(formatFault(dnsSubdomainWords, dnsSubdomainFormat, 'example.com'))
  return faults
}

/** A DNS subdomain (RFC 1123), at most 253 characters. */
export function dnsSubdomainFaults(value: string): string[] {
  return dnsSubdomainFaultsIn(value, 'characters')
}

/** A DNS subdomain of which the labels may begin with and hold underscores: a search path. */
export function dnsSubdomainWithUnderscoreFaults(value: string, target: Target): string[] {
  const faults: string[] = []
  if (byteLength(value) > 253) faults.push(tooLong(253))
  if (!dnsSubdomainWithUnderscore.test(value)) {
    faults.push(
      formatFault(
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character",
        atLeast(target.version, 34) ? dnsSubdomainWithUnderscoreFormat : dnsSubdomainFormat,
        'example.com',
      ),
    )
  }
  return faults
}

/** A DNS label (RFC 1035), which begins with a letter: a Service's name. */
export function dns1035LabelFaults(value: string): string[] {
  const faults: string[] = []
  if (byteLength(value) > 63) faults.push(tooLong(63))
  if (!dns1035Label.test(value)) {
    faults.push(
      formatFault(
        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
        dns1035LabelFormat,
        'my-name',
        'abc-123',
      ),
    )
  }
  return faults
}

/** The name that a generateName stands for: a dash at its end is allowed (maskTrailingDash). */
export function maskTrailingDash(name: string): string {
  return name.length > 1 && name.endsWith('-') ? `${name.slice(0, -2)}a` : name
}

/** A qualified name, the form of a label's key: `app`, `example.com/app`. */
export function qualifiedNameFaults(value: string, target: Target): string[] {
  const renewed = atLeast(target.version, 35)
  const unit = renewed ? 'bytes' : 'characters'
  const nameFault = formatFault(
    "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
    qualifiedNameFormat,
    'MyName',
    'my.name',
    '123-abc',
  )
  const faults: string[] = []
  const parts = value.split('/')
  if (parts.length > 2) {
    return [
      `${renewed ? 'a valid label key' : 'a qualified name'} ${nameFault} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ]
  }
  const name = parts[parts.length - 1] ?? ''
  if (parts.length === 2) {
    const prefix = parts[0] ?? ''
    if (prefix === '') faults.push('prefix part must be non-empty')
    else faults.push(...dnsSubdomainFaultsIn(prefix, unit).map((fault) => `prefix part ${fault}`))
  }
  if (name === '') faults.push('name part must be non-empty')
  else if (byteLength(name) > 63) faults.push(`name part ${tooLong(63, unit)}`)
  if (!qualifiedName.test(name)) faults.push(`name part ${nameFault}`)
  return faults
}

/** A label's value: empty, or at most 63 characters. */
export function labelValueFaults(value: string, target: Target): string[] {
  const faults: string[] = []
  if (byteLength(value) > 63) faults.push(tooLong(63, atLeast(target.version, 35) ? 'bytes' : 'characters'))
  if (!labelValue.test(value)) {
    faults.push(
      formatFault(
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
        labelValueFormat,
        'MyValue',
        'my_value',
        '12345',
      ),
    )
  }
  return faults
}

/** A label key that has a prefix (IsPrefixedLabelKey). */
export function prefixedLabelKeyFaults(value: string, target: Target): string[] {
  const faults = qualifiedNameFaults(value, target)
  if (faults.length > 0) return faults
  return value.includes('/') ? [] : ["must include a prefix (e.g. 'example.com/key')"]
}

/** `.` and `..` lead to another folder, so they are no name of a file (hasChDirPrefix). */
function folderFaults(value: string): string[] {
  if (value === '.') return ["must not be '.'"]
  if (value === '..') return ["must not be '..'"]
  return value.startsWith('..') ? ["must not start with '..'"] : []
}

/** The name of an environment variable, by the strict rule. */
export function envVarNameFaults(value: string): string[] {
  const faults: string[] = []
  if (!envVarName.test(value)) {
    faults.push(
      formatFault(
        "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit",
        envVarNameFormat,
        'my.env-name',
        'MY_ENV.NAME',
        'MyEnvName1',
      ),
    )
  }
  return [...faults, ...folderFaults(value)]
}

/** The name of an environment variable, by the rule of the gate RelaxedEnvironmentVariableValidation. */
export function relaxedEnvVarNameFaults(value: string): string[] {
  if (value === '') return ['environment variable name must be non-empty']
  return /^[ -<>-~]*$/.test(value)
    ? []
    : ["a valid environment variable name must consist only of printable ASCII characters other than '='"]
}

/** A key of a ConfigMap or Secret. */
export function configMapKeyFaults(value: string): string[] {
  const faults: string[] = []
  if (byteLength(value) > 253) faults.push(tooLong(253))
  if (!configMapKey.test(value)) {
    faults.push(
      formatFault(
        "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
        configMapKeyFormat,
        'key.name',
        'KEY_NAME',
        'key-name',
      ),
    )
  }
  return [...faults, ...folderFaults(value)]
}

/** The name of an HTTP header. */
export function httpHeaderNameFaults(value: string): string[] {
  if (httpHeaderName.test(value)) return []
  return [
    formatFault(
      "a valid HTTP header must consist of alphanumeric characters or '-'",
      httpHeaderNameFormat,
      'X-Header-Name',
    ),
  ]
}

/** The name of a port: at most 15 characters, with a letter in it. */
export function portNameFaults(value: string): string[] {
  const faults: string[] = []
  if (byteLength(value) > 15) faults.push(tooLong(15))
  if (!/^[-a-z0-9]+$/.test(value)) faults.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)')
  if (!/[a-z]/.test(value)) faults.push('must contain at least one letter (a-z)')
  if (value.includes('--')) faults.push('must not contain consecutive hyphens')
  if (value.startsWith('-') || value.endsWith('-')) faults.push('must not begin or end with a hyphen')
  return faults
}

/** A port's number. */
export function portNumberFaults(port: number): string[] {
  return port >= 1 && port <= 65535 ? [] : [rangeFault(1, 65535)]
}

/** The id of a user or a group. */
export function idFaults(id: number): string[] {
  return id >= 0 && id <= 2147483647 ? [] : [rangeFault(0, 2147483647)]
}

/** A whole number in its canonical form (IsDecimalInteger). */
export function decimalIntegerFaults(value: string): string[] {
  if (value === '') return ['must be non-empty']
  return /^(?:0|-?[1-9][0-9]*)$/.test(value) ? [] : ['must be a valid decimal integer in canonical form']
}
