import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FieldPath } from '../kubernetes/field-path.js'
import { isObject, valueAt, type JsonValue } from '../kubernetes/json.js'
import { manifestsOf } from './manifests.js'
import { readManifestFile } from './read-file.js'
import type { FieldPart, ManifestFile } from './types.js'

function textAt(file: ManifestFile, path: FieldPath, part?: FieldPart, document = 0): string {
  const range = file.documents[document]?.rangeOf(path, part)
  return range === undefined ? 'no such document' : file.text.slice(range.start, range.end)
}

const valuesOf = (text: string): JsonValue[] => readManifestFile(text).documents.map(({ value }) => value)

describe('documents', () => {
  it.each<[string, string, JsonValue[]]>([
    ['one', 'a: 1\n', [{ a: 1 }]],
    ['several', 'a: 1\n---\nb: 2\n---\nc: 3', [{ a: 1 }, { b: 2 }, { c: 3 }]],
    ['with a separator at the start and at the end', '---\na: 1\n---\n', [{ a: 1 }]],
    ['with comments behind the separators', '--- # one\na: 1\n--- # two\nb: 2\n', [{ a: 1 }, { b: 2 }]],
    ['with the marker that ends one', 'a: 1\n...\n---\nb: 2\n...\n', [{ a: 1 }, { b: 2 }]],
    ['with nothing but comments', '# nothing\n---\na: 1\n---\n# nothing\n', [null, { a: 1 }, null]],
    ['none', '', []],
    ['with a byte order mark', '\uFEFFa: 1\n---\nb: 2\n', [{ a: 1 }, { b: 2 }]],
    ['with Windows line ends', 'a: |\r\n  x\r\n  y\r\n---\r\nb: "c\r\n  d"\r\n', [{ a: 'x\ny\n' }, { b: 'c d' }]],
    ['of JSON', '{"a": 1}', [{ a: 1 }]],
    [
      'of JSON, one behind the other',
      '{"a": 1} {"b": [true, null, "x\\n"]}\n{}',
      [{ a: 1 }, { b: [true, null, 'x\n'] }, {}],
    ],
    ['of JSON and of YAML', '{"a": 1}\n---\nb: 2\n', [{ a: 1 }, { b: 2 }]],
    ['of YAML in braces', '{a: 1}\n', [{ a: 1 }]],
  ])('reads a file %s', (_, text, values) => {
    expect(valuesOf(text)).toEqual(values)
    expect(readManifestFile(text).faults).toEqual([])
  })

  it('counts broken and empty documents', () => {
    const file = readManifestFile('a: 1\n---\nb: [\n---\n# nothing\n---\nc: 1\n')
    expect(file.documents.map(({ index }) => index)).toEqual([0, 2, 3])
    expect(file.faults.map(({ id, document }) => [id, document])).toEqual([['broken-yaml', 1]])
  })

  it('tells YAML from JSON', () => {
    expect(readManifestFile('a: 1').kind).toBe('yaml')
    expect(readManifestFile('{"a": 1}').kind).toBe('json')
    expect(readManifestFile('{a: 1}').kind).toBe('yaml')
  })

  it('reads a quoted text that goes on at the indentation of its key, which only libyaml allows', () => {
    expect(valuesOf("a:\n  b: 'c\n  d'\n  e: [f,\n  g]\n")).toEqual([{ a: { b: 'c d', e: ['f', 'g'] } }])
  })

  it('keeps a key that JavaScript gives a meaning to', () => {
    expect(JSON.stringify(valuesOf('{__proto__: {a: 1}, constructor: 2}'))).toBe(
      '[{"__proto__":{"a":1},"constructor":2}]',
    )
  })

  it('refuses aliases that make a document grow without bound', () => {
    const levels = Array.from(
      { length: 9 },
      (_, level) => `l${level + 1}: &l${level + 1} [${Array(9).fill(`*l${level}`).join(', ')}]`,
    )
    const { faults } = readManifestFile(`l0: &l0 [a]\n${levels.join('\n')}\n`)
    expect(faults.map(({ message }) => message)).toEqual([
      'Aliases of aliases make this document too large: Kubernetes refuses it. Write the values out.',
    ])
  })

  it('refuses what is nested without end, and does not fall over it', () => {
    expect(readManifestFile('['.repeat(100_000)).faults.map(({ message }) => message)).toEqual([
      expect.stringContaining('nested too deeply'),
    ])
    expect(readManifestFile(`{"a":${'['.repeat(100_000)}`).faults.map(({ id }) => id)).toEqual(['broken-yaml'])
  })
})

describe('places', () => {
  const text = `apiVersion: apps/v1
kind: DaemonSet
spec:
  template:
    metadata: {labels: {app: "agent", tier: &tier back}}
    spec:
      containers:
      - name: agent
        args: [--a, '--b']
        command: # none
        env:
        - &http {name: HTTP, value: "on"}
        - *http
        - <<: *http
          name: HTTPS
  tier: *tier
  script: |
    echo 1
    echo 2
`
  const file = readManifestFile(text)
  const containers: FieldPath = ['spec', 'template', 'spec', 'containers']

  it.each<[string, FieldPath, FieldPart | undefined, string]>([
    ['a key', ['kind'], 'key', 'kind'],
    ['a value', ['kind'], 'value', 'DaemonSet'],
    ['a field as such: its value, where that is a scalar', ['kind'], undefined, 'DaemonSet'],
    ['a field as such: its value, where that is in brackets', [...containers, 0, 'args'], undefined, "[--a, '--b']"],
    ['a field as such: its key, where the value is a block', containers, undefined, 'containers'],
    ['a field as such: its key, where the value is left out', [...containers, 0, 'command'], undefined, 'command'],
    ['a value that is left out: nothing, behind the colon', [...containers, 0, 'command'], 'value', ''],
    ['a key in braces', ['spec', 'template', 'metadata', 'labels', 'app'], 'key', 'app'],
    ['a value in braces, with its quotes', ['spec', 'template', 'metadata', 'labels', 'app'], 'value', '"agent"'],
    ['an item in brackets', [...containers, 0, 'args', 1], 'value', "'--b'"],
    ['an item that has no key: its first line', [...containers, 0], 'key', 'name'],
    ['an anchored value, without the anchor', ['spec', 'template', 'metadata', 'labels', 'tier'], 'value', 'back'],
    ['an alias', ['spec', 'tier'], 'value', '*tier'],
    ['what an alias brings in, where its text is', [...containers, 0, 'env', 1, 'value'], 'value', '"on"'],
    ['what a merge key brings in', [...containers, 0, 'env', 2, 'value'], 'key', 'value'],
    ['what stands in the place of a merged key', [...containers, 0, 'env', 2, 'name'], 'value', 'HTTPS'],
    ['a block text', ['spec', 'script'], 'value', '|\n    echo 1\n    echo 2'],
    ['the document', [], 'key', 'apiVersion'],
    [
      'what is missing: the key of its nearest parent',
      ['spec', 'template', 'spec', 'volumes', 0, 'name'],
      'value',
      'spec',
    ],
    ['what is missing in an item: the first key of the item', [...containers, 0, 'image'], undefined, 'name'],
    ['what is missing behind a scalar', ['kind', 'x'], undefined, 'kind'],
    ['an item that is missing', [...containers, 7], undefined, 'containers'],
    ['what is missing at the top: the first key', ['metadata', 'name'], undefined, 'apiVersion'],
  ])('finds %s', (_, path, part, expected) => {
    expect(textAt(file, path, part)).toBe(expected)
  })

  it('finds the second of two keys, which counts', () => {
    const twice = readManifestFile('a: 1\nb:\n  c: 2\n  c: 3\n')
    expect(textAt(twice, ['b', 'c'], 'value')).toBe('3')
    expect(twice.documents[0]?.duplicateKeys).toEqual([
      { path: ['b', 'c'], first: { start: 10, end: 11 }, second: { start: 17, end: 18 }, line: 4 },
    ])
  })

  it('names the line of a second value as the API server does: from the start of the document, inner ones first', () => {
    const text = '# one\n---\na:\n  b: 1\na:\n  c: 1\n  c:\n    d: 1\n'
    const lines = readManifestFile(text).documents[1]?.duplicateKeys.map(({ path, line }) => [path.join('.'), line])
    expect(lines).toEqual([
      ['a.c', 7],
      ['a', 5],
    ])
  })

  it('takes keys for the same that are the same text in JSON', () => {
    const [document] = readManifestFile('{yes: 1, "true": 2}').documents
    expect(document?.value).toEqual({ true: 2 })
    expect(document?.duplicateKeys.map(({ path }) => path)).toEqual([['true']])
  })

  it('does not call a key double that a merge key brings in too', () => {
    expect(readManifestFile('x: &x {a: 1}\ny:\n  <<: *x\n  a: 2\n').documents[0]?.duplicateKeys).toEqual([])
  })

  it('counts lines and columns from 1, with any line ends', () => {
    const mixed = readManifestFile('a: 1\r\nb: 2\n---\n# c\rd:\r\n  - e\r\n')
    const at = (path: FieldPath, document: number) =>
      mixed.positionAt(mixed.documents[document]?.rangeOf(path, 'value').start ?? -1)
    expect(at(['a'], 0)).toEqual({ line: 1, column: 4 })
    expect(at(['b'], 0)).toEqual({ line: 2, column: 4 })
    expect(at(['d', 0], 1)).toEqual({ line: 6, column: 5 })
    expect(mixed.positionAt(mixed.text.length)).toEqual({ line: 7, column: 1 })
  })

  it('finds the start of a document without content', () => {
    expect(readManifestFile('a: 1\n---\n# c\n').documents[1]?.rangeOf(['x'])).toEqual({ start: 9, end: 9 })
  })

  it('finds in JSON what it finds in YAML', () => {
    const json = readManifestFile('{"a": {"b": [1, "x"]}}')
    expect(textAt(json, ['a', 'b', 1], 'value')).toBe('"x"')
    expect(textAt(json, ['a', 'b'], 'key')).toBe('"b"')
  })

  it('covers the text of each scalar, whatever the file holds', () => {
    const scalar = fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean(), fc.constant(null))
    const value = fc.letrec<{ any: JsonValue }>((tie) => ({
      any: fc.oneof(
        { maxDepth: 4 },
        scalar,
        fc.array(tie('any'), { maxLength: 4 }),
        fc.dictionary(fc.string(), tie('any'), { maxKeys: 4 }),
      ),
    })).any
    fc.assert(
      fc.property(value, fc.constantFrom(undefined, 2), (any, indent) => {
        const read = readManifestFile(JSON.stringify({ any }, null, indent))
        for (const path of scalarPaths(any, ['any'])) {
          expect(JSON.parse(textAt(read, path, 'value'))).toEqual(valueAt({ any }, path))
        }
      }),
    )
  })
})

function scalarPaths(value: JsonValue, path: FieldPath): FieldPath[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => scalarPaths(item, [...path, index]))
  if (isObject(value))
    return Object.entries(value).flatMap(([key, child]) => scalarPaths(child ?? null, [...path, key]))
  return [path]
}

describe('surprising scalars', () => {
  const surprises = (text: string) =>
    readManifestFile(text).documents[0]?.surprisingScalars.map(({ path, source, value, isKey }) => [
      path.join('.'),
      source,
      value,
      isKey,
    ])

  it('are those that YAML 1.1 alone takes for something else', () => {
    expect(surprises('a: [yes, N, 0777, 1_000, 0b11]\noff: {b: on}\n')).toEqual([
      ['a.0', 'yes', true, false],
      ['a.1', 'N', false, false],
      ['a.2', '0777', 511, false],
      ['a.3', '1_000', 1000, false],
      ['a.4', '0b11', 3, false],
      ['false', 'off', false, true],
      ['false.b', 'on', true, false],
    ])
  })

  it('are not what looks like what it is, nor what is quoted', () => {
    expect(
      surprises('a: [true, False, 1, -1, 0, 1.5, 1e3, 0x1F, .5, ~, "yes", \'0777\', !!str on, 22:22, 2020-01-01, 0.5]'),
    ).toEqual([])
  })

  it('are shown where they stand, also behind an alias', () => {
    const [document] = readManifestFile('a: &a {b: yes}\nc: *a\n').documents
    expect(document?.surprisingScalars.map(({ path, range }) => [path.join('.'), range.start])).toEqual([
      ['a.b', 10],
      ['c.b', 10],
    ])
  })
})

describe('templates', () => {
  it.each([
    ['a block of Helm', '{{- if .Values.x }}\na: 1\n{{- end }}\n'],
    ['a value of Helm', 'a: 1\nreplicas: {{ .Values.replicas }}\n'],
    ['a value of Helm in a list', 'a:\n- {{ .Values.x }}\n- b\n'],
    ['a line of Helm below good ones', 'a: 1\n---\nb:\n  {{- toYaml .Values.b | nindent 2 }}\nc: 1\n'],
    ['a comment of Helm', '{{/* what it does */}}\na: 1\n'],
    ['a line that Kubernetes stumbles over', 'a: {{ .b }}: c\n'],
  ])('%s makes a file a template', (_, text) => {
    const { kind, documents, faults } = readManifestFile(text)
    expect({ kind, documents, ids: faults.map(({ id }) => id) }).toEqual({
      kind: 'template',
      documents: [],
      ids: ['template'],
    })
  })

  it('shows the braces, and says how to render', () => {
    const file = readManifestFile('a: 1\nreplicas: {{ .Values.replicas }}\n')
    const [fault] = file.faults
    expect(fault?.message).toBe(
      'This is an unrendered template, not a manifest. Render it first: helm template … | rollcast lint -',
    )
    expect(file.text.slice(fault?.range.start, fault?.range.end)).toBe('{{ .Values.replicas }}')
  })

  it.each([
    ['in an alert', 'a: "{{ $labels.instance }} is down"\n'],
    ['in a block text', 'a: |\n  {{ define "x" }}y{{ end }}\n  {{- range . }}\n'],
    ['in a text without quotes', 'image: web:{{ tag }}\n'],
    ['in a comment', '# {{ .Values.x }}\na: 1\n'],
  ])('a manifest may hold braces %s', (_, text) => {
    expect(readManifestFile(text)).toMatchObject({ kind: 'yaml', faults: [] })
  })

  it('a fault elsewhere is said as what it is', () => {
    expect(readManifestFile('a: "{{ .x }}"\nb: [1\n').faults.map(({ id }) => id)).toEqual(['broken-yaml'])
  })

  it('a file that is named as a template is one, wherever its braces stand', () => {
    expect(readManifestFile('a: "{{ b }}"\n', { fileName: 'web.yaml.j2' }).kind).toBe('template')
    expect(readManifestFile('a: b\n', { fileName: 'web.yaml.j2' }).kind).toBe('yaml')
  })
})

describe('objects', () => {
  it('are documents and items of lists, with their place', () => {
    const file = readManifestFile(`apiVersion: v1
kind: List
items:
- apiVersion: apps/v1
  kind: StatefulSet
  metadata: {name: web, namespace: prod}
  spec: {replicas: 3}
- apiVersion: v1
  kind: List
  items:
  - {apiVersion: v1, kind: Service, metadata: {name: web}}
---
replicas: 3
---
apiVersion: apps/v1
kind: DaemonSetList
items:
- metadata: {name: agent}
---
{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: 5}}
`)
    const manifests = manifestsOf(file)
    expect(
      manifests.map(({ document, base, apiVersion, kind, name, namespace }) => [
        document.index,
        base.join('.'),
        apiVersion,
        kind,
        name,
        namespace,
      ]),
    ).toEqual([
      [0, 'items.0', 'apps/v1', 'StatefulSet', 'web', 'prod'],
      [0, 'items.1.items.0', 'v1', 'Service', 'web', ''],
      [2, 'items.0', 'apps/v1', 'DaemonSet', 'agent', ''],
      [3, '', 'apps/v1', 'DaemonSet', '', ''],
    ])
    expect(manifests[2]?.object).toEqual({ apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'agent' } })
    const range = manifests[0]?.rangeOf(['spec', 'replicas'], 'key')
    expect(file.positionAt(range?.start ?? -1)).toEqual({ line: 7, column: 10 })
  })

  it.each([
    'a: 1',
    '- a',
    'text',
    'kind: Pod',
    'apiVersion: v1',
    '{apiVersion: 1, kind: Pod}',
    '{apiVersion: v1, kind: ""}',
    '',
  ])('%s is none', (text) => {
    expect(manifestsOf(readManifestFile(text))).toEqual([])
  })
})
