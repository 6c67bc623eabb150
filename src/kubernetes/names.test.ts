import { describe, expect, it } from 'vitest'
import {
  byteLength,
  configMapKeyFaults,
  decimalIntegerFaults,
  dns1035LabelFaults,
  dnsLabelFaults,
  dnsSubdomainFaults,
  dnsSubdomainWithUnderscoreFaults,
  envVarNameFaults,
  httpHeaderNameFaults,
  idFaults,
  labelValueFaults,
  maskTrailingDash,
  portNameFaults,
  portNumberFaults,
  prefixedLabelKeyFaults,
  qualifiedNameFaults,
  relaxedEnvVarNameFaults,
} from './names.js'
import { resolveTarget } from './target.js'

const newest = resolveTarget({ minor: 37 })
const older = resolveTarget({ minor: 33 })

describe('names', () => {
  it('takes a DNS label of up to 63 characters', () => {
    expect(dnsLabelFaults('a'.repeat(63))).toEqual([])
    expect(dnsLabelFaults('a'.repeat(64))).toEqual(['must be no more than 63 characters'])
    expect(dnsLabelFaults('0-0')).toEqual([])
  })

  it('says of a dotted name only that it has dots', () => {
    expect(dnsLabelFaults('a.b')).toEqual(['must not contain dots'])
    expect(dnsLabelFaults('A.b')).toEqual([
      "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character " +
        "(e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
    ])
  })

  it('takes a DNS subdomain of up to 253 characters', () => {
    expect(dnsSubdomainFaults('a.b-c.0')).toEqual([])
    expect(dnsSubdomainFaults('a'.repeat(254))).toEqual(['must be no more than 253 characters'])
    expect(dnsSubdomainFaults('a..b')).toHaveLength(1)
    expect(dnsSubdomainFaults('')).toHaveLength(1)
  })

  it('shows the pattern with underscores from 1.34 on', () => {
    expect(dnsSubdomainWithUnderscoreFaults('_a.b_c', newest)).toEqual([])
    expect(dnsSubdomainWithUnderscoreFaults('-a', newest)[0]).toContain("'_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(")
    expect(dnsSubdomainWithUnderscoreFaults('-a', older)[0]).toContain("'[a-z0-9]([-a-z0-9]*[a-z0-9])?(")
  })

  it('wants a letter in front of the name of a Service', () => {
    expect(dns1035LabelFaults('web')).toEqual([])
    expect(dns1035LabelFaults('1web')[0]).toContain('a DNS-1035 label must consist of')
  })

  it('counts labels in bytes from 1.35 on, in characters before', () => {
    expect(labelValueFaults('a'.repeat(64), newest)).toEqual(['must be no more than 63 bytes'])
    expect(labelValueFaults('a'.repeat(64), older)).toEqual(['must be no more than 63 characters'])
    expect(qualifiedNameFaults('a'.repeat(64), older)).toEqual(['name part must be no more than 63 characters'])
    expect(qualifiedNameFaults(`${'a'.repeat(254)}/b`, newest)).toEqual(['prefix part must be no more than 253 bytes'])
    expect(labelValueFaults('', newest)).toEqual([])
  })

  it('calls a key with two slashes by its name of the version', () => {
    expect(qualifiedNameFaults('a/b/c', newest)[0]).toMatch(/^a valid label key must consist of/)
    expect(qualifiedNameFaults('a/b/c', older)[0]).toMatch(/^a qualified name must consist of/)
    expect(qualifiedNameFaults('a/', newest)[0]).toBe('name part must be non-empty')
    expect(qualifiedNameFaults('/a', newest)).toEqual(['prefix part must be non-empty'])
    expect(prefixedLabelKeyFaults('a', newest)).toEqual(["must include a prefix (e.g. 'example.com/key')"])
  })

  it('reads the names of variables strictly or not', () => {
    expect(envVarNameFaults('1A')).toHaveLength(1)
    expect(relaxedEnvVarNameFaults('1A')).toEqual([])
    expect(relaxedEnvVarNameFaults('A=B')).toHaveLength(1)
    expect(relaxedEnvVarNameFaults('é')).toHaveLength(1)
    expect(relaxedEnvVarNameFaults('')).toEqual(['environment variable name must be non-empty'])
    expect(envVarNameFaults('..')).toEqual(["must not be '..'"])
  })

  it('knows keys, ports, headers, ids and numbers', () => {
    expect(configMapKeyFaults('..a')).toEqual(["must not start with '..'"])
    expect(configMapKeyFaults('a b')).toHaveLength(1)
    expect(portNameFaults('http-2')).toEqual([])
    expect(portNameFaults('-1--')).toEqual([
      'must contain at least one letter (a-z)',
      'must not contain consecutive hyphens',
      'must not begin or end with a hyphen',
    ])
    expect(portNumberFaults(0)).toEqual(['must be between 1 and 65535, inclusive'])
    expect(httpHeaderNameFaults('X Y')).toHaveLength(1)
    expect(idFaults(2147483648)).toEqual(['must be between 0 and 2147483647, inclusive'])
    expect(decimalIntegerFaults('-0')).toEqual(['must be a valid decimal integer in canonical form'])
    expect(decimalIntegerFaults('-10')).toEqual([])
  })

  it('lets a generated name end in a dash', () => {
    expect(dnsLabelFaults(maskTrailingDash('web-'))).toEqual([])
    expect(dnsLabelFaults(maskTrailingDash('-'))).toHaveLength(1)
  })

  it('measures text as the server does', () => {
    expect(byteLength('aé€😀')).toBe(10)
  })
})
