/** schemas/ against the Go types of the same versions: two sources, one truth. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { goTypes } from '../../kubernetes/go-types/index.js'
import { newestMinor, oldestMinor } from '../../kubernetes/versions.js'
import { validators, variants } from './generated/validators.js'

interface Version {
  kinds: Record<string, string>
  definitions: Record<string, number>
}
const definitions = JSON.parse(readFileSync('schemas/definitions.json', 'utf8')) as Record<
  string,
  { properties?: object }[]
>
const minors = Array.from({ length: newestMinor - oldestMinor + 1 }, (_, index) => oldestMinor + index)
const version = (minor: number) => JSON.parse(readFileSync(`schemas/versions/${minor}.json`, 'utf8')) as Version

describe.each(minors)('the schemas of 1.%i', (minor) => {
  const { kinds, definitions: used } = version(minor)

  it('have the fields of the Go structs', () => {
    const types = goTypes(minor)
    for (const [name, variant] of Object.entries(used)) {
      const properties = definitions[name]?.[variant]?.properties
      if (properties === undefined) continue
      expect([name, ...Object.keys(properties).sort()]).toEqual([
        name,
        ...[...types.struct(name).jsonFields.keys()].sort(),
      ])
    }
  })

  it('are whole: each kind, and each definition that another one names', () => {
    const named = Object.entries(used).flatMap(([name, variant]) =>
      [...JSON.stringify(definitions[name]?.[variant]).matchAll(/"#\/definitions\/([^"]+)"/g)].map(([, target = '']) =>
        target.replace('~1', '/'),
      ),
    )
    for (const name of [...named, ...Object.values(kinds)]) expect(used).toHaveProperty([name])
  })

  it('are compiled', () => {
    for (const [name, variant] of Object.entries(variants[minor] ?? {}))
      expect(validators).toHaveProperty([`${name} ${variant}`])
    expect(Object.keys(variants[minor] ?? {}).length).toBeGreaterThan(150)
  })
})

it('each distinct definition stands once, and one of them is used', () => {
  const used = new Set(
    minors.flatMap((minor) =>
      Object.entries(version(minor).definitions).map(([name, variant]) => `${name} ${variant}`),
    ),
  )
  for (const [name, all] of Object.entries(definitions)) {
    expect(new Set(all.map((schema) => JSON.stringify(schema))).size).toBe(all.length)
    all.forEach((_, variant) => {
      expect(used).toContain(`${name} ${variant}`)
    })
  }
})
