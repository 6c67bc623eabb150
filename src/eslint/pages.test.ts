import { describe, expect, it } from 'vitest'
import { pageOf } from './pages.js'

describe("the address of a rule's page", () => {
  it.each([
    [undefined, undefined],
    [
      'https://github.com/owner/rollcast#readme',
      'https://github.com/owner/rollcast/blob/v1.2.3/rules/partition/README.md',
    ],
    ['https://gitlab.com/group/rollcast/', 'https://gitlab.com/group/rollcast/-/blob/v1.2.3/rules/partition/README.md'],
    ['https://rollcast.example/docs', 'https://rollcast.example/docs/rules/partition/README.md'],
  ])('%s', (homepage, address) => {
    expect(pageOf('partition', { homepage, version: '1.2.3' })).toBe(address)
  })
})
