import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { JsonValue } from '../../kubernetes/json.js'
import { compose } from '../compose.js'
import { readDocuments } from '../read-documents.js'

const read = (text: string) =>
  readDocuments(text).documents.map((document) => ('fault' in document ? 'refused' : document.value))
const isAsked = (text: string) => compose(text, 0, text.length) === undefined

describe('what `yaml` reads otherwise than Kubernetes, without a word: the second opinion counts (as its own reader was recorded)', () => {
  it.each<[string, string, JsonValue]>([
    ['the escape \\/', 'a: "b\\/c"\n', 'refused'],
    ['half of a surrogate pair', 'a: "\\ud83d"\n', 'refused'],
    ['an escaped line break before an empty line', 'a: "b\\\n \n  c"\n', { a: 'b\nc' }],
    ['an escaped quote before a line that is indented less', 'a: "v\\"\nb: \'w: "x\'\n', 'refused'],
    ['two quotes before a line that is indented less', "a: 'it''\nb: c'\n", { a: "it' b: c" }],
    ['a ? in brackets', 'a: [b?c]\n', 'refused'],
    ['a : in braces with no blank behind it', 'a: {b:,c}\n', { a: { 'b:': null, c: null } }],
    ['a : in brackets with no key', 'a: [&x :b]\n', 'refused'],
    ['a key of two lines in braces', 'a: {"b\n  c": d}\n', 'refused'],
    ['a : on the line below its key, in braces', 'a: {b\n  : c}\n', 'refused'],
    ['a tag that a comma follows', 'a: [!!str, b]\n', { a: ['b'] }],
    ['a block text whose indentation is a number', 'a: |2-\n    b\n   \nc: d\n', { a: '  b\n ', c: 'd' }],
    ['an anchor with a dot', 'a: &b.c d\n', 'refused'],
    ['more behind the end of a document', 'a: b\n...\nc: d\n', { a: 'b' }],
    ['a key marked by ?', '? a\nb: c\n', { a: null, b: 'c' }],
    ['no key', ': a\n', 'refused'],
    ['a tab before nothing', 'a: b\n\t\n', 'refused'],
    ['a tab behind a dash', '-\ta\n', 'refused'],
    ['the line break NEL', 'a: b\u0085c: d\n', { a: 'b', c: 'd' }],
    ['the line break CR', 'a: b\rc: d\n', { a: 'b', c: 'd' }],
    ['a control character', 'a: b\u0007\n', 'refused'],
  ])('%s', (_, text, expected) => {
    expect({ read: read(text), isAsked: isAsked(text) }).toEqual({ read: [expected], isAsked: true })
  })

  it('counts for a directive, which kubectl cuts off from its document', () => {
    expect(read('%YAML 1.1\n---\na: b\n')).toEqual(['refused', { a: 'b' }])
  })
})

describe('what `yaml` reports: the second opinion says whether Kubernetes can read it', () => {
  it.each<[string, string, JsonValue]>([
    ['a text in quotes that goes on at the indentation of its key', "a:\n  b: 'c\n  d'\n", { a: { b: 'c d' } }],
    ['a closing bracket that is not indented', 'a:\n  b: [c,\n  d\n  ]\n', { a: { b: ['c', 'd'] } }],
    ['a bracket that is not closed', 'a: [b\n', 'refused'],
  ])('%s', (_, text, expected) => {
    expect({ read: read(text), isAsked: isAsked(text) }).toEqual({ read: [expected], isAsked: true })
  })
})

describe('ordinary manifests', () => {
  const chapter = new URL('../../../testdata/chapter/', import.meta.url)
  const manifests = readdirSync(chapter).filter((file) => file.endsWith('.yaml'))

  it.each(manifests)('%s is read by `yaml` alone', (file) => {
    const text = readFileSync(new URL(file, chapter), 'utf8')
    expect(readDocuments(text).documents.filter(({ start, end }) => compose(text, start, end) === undefined)).toEqual(
      [],
    )
  })

  it.each([
    ['URLs, options and times', 'args: [--url=http://x:80/y, -a, "12:30"]\nurl: http://x:80/y?z#w\ntime: 12:30:45\n'],
    ['scripts', 'script: |\n  sed s/\\//x/ | grep "\\/" && [ -n "$x" ] && echo {a,b}\n  \techo\n\n  end\n'],
    ['anchors, aliases and merge keys', 'a: &a {b: c}\nd:\n  <<: *a\n  e: *a\n'],
    ['comments and the end of a document', '# a\n---\na: b # c\n...\n'],
    ['Windows line ends', 'a: |\r\n  b\r\nc:\r\n- d\r\n'],
  ])('%s are read by `yaml` alone', (_, text) => {
    expect(isAsked(text)).toBe(false)
  })
})
