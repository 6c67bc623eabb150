import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonValue } from '../kubernetes/json.js'
import { parseYamlValue } from './read-values.js'
import { writeYaml } from './write.js'

describe('writeYaml', () => {
  it('writes a manifest as people write it', () => {
    const manifest = {
      apiVersion: 'v1',
      kind: 'Pod',
      spec: { containers: [{ name: 'web', args: ['--a', 'b: c'], command: null }] },
      script: 'echo 1\necho 2\n',
    }
    expect(writeYaml(manifest)).toBe(`apiVersion: v1
kind: Pod
spec:
  containers:
    - name: web
      args:
        - --a
        - "b: c"
      command: null
script: |
  echo 1
  echo 2
`)
  })

  it('quotes what YAML 1.1 would not take for a text', () => {
    expect(writeYaml({ a: 'yes', off: '0777', b: '1_000', '<<': '0o17', c: '2020-01-01', d: '22:22' })).toBe(
      'a: "yes"\n"off": "0777"\nb: "1_000"\n"<<": "0o17"\nc: 2020-01-01\nd: 22:22\n',
    )
  })

  it('is read back as the same value, whatever it holds', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({
        unit: fc.constantFrom(
          'a',
          ' ',
          '\n',
          '\t',
          '#',
          ':',
          '-',
          "'",
          '"',
          '\\',
          '\r',
          '\u0085',
          '\u2028',
          '%',
          '&',
          '{',
          '0',
          '~',
        ),
      }),
      fc.constantFrom('yes', 'n', '0777', '0o7', '1_0', '.inf', '<<', '---', '...', '- a', '? b', 'é', '😀'),
    )
    const value = fc.letrec<{ any: JsonValue }>((tie) => ({
      any: fc.oneof(
        { maxDepth: 3 },
        text,
        fc.integer(),
        fc.double({ noDefaultInfinity: true, noNaN: true }).map((number) => (number === 0 ? 0 : number)),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('any'), { maxLength: 4 }),
        fc.dictionary(text, tie('any'), { maxKeys: 4 }).map((object) => ({ ...object })),
      ),
    })).any
    fc.assert(
      fc.property(value, (any) => {
        expect(parseYamlValue(writeYaml({ any }))).toEqual({ any })
      }),
      { numRuns: 300 },
    )
  })
})
