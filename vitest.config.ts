import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'rules/**/*.test.ts', 'testdata/**/*.test.ts', 'tools/**/*.test.ts'],
    reporters: ['default', './tools/closing-line-reporter.mjs'],
    testTimeout: 60_000,
    // no test passes that has asserted nothing
    expect: { requireAssertions: true },
  },
})
