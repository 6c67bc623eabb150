/** The schema that editors are given says what `checkConfig` says. */
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import schema from '../../schemas/config.schema.json' with { type: 'json' }
import { checkConfig } from './lint-config-check.js'

const isValid = new Ajv({ allErrors: true, strictTuples: false }).compile(schema)

describe("the configuration's schema", () => {
  it.each<[unknown, boolean]>([
    [{}, true],
    [
      { $schema: 'x', extends: ['api'], kubernetesVersion: '1.34', featureGates: { MaxUnavailableStatefulSet: true } },
      true,
    ],
    [
      {
        kubernetesVersion: '1.35.2',
        ignore: 'legacy/**',
        rules: { partition: ['warn', { staged: true }], 'max-unavailable': false },
      },
      true,
    ],
    [{ overrides: [{ files: ['a/**'], rules: { schema: 'off' } }] }, true],
    [
      {
        render: [
          { name: 'shop', run: 'helm template shop charts/shop', watch: ['charts/**'] },
          { run: 'kustomize build x' },
        ],
      },
      true,
    ],
    [{ kubernetesVersion: 1.34 }, false],
    [{ extends: 'recomended' }, false],
    [{ rules: { partitoin: 'warn' } }, false],
    [{ rules: { partition: 'fatal' } }, false],
    [{ rules: { partition: ['warn', { stagd: true }] } }, false],
    [{ featureGates: { MaxUnavailableStatefulSet: 'true' } }, false],
    [{ overrides: [{ rules: {} }] }, false],
    [{ folders: ['apps', 'shared'] }, true],
    [{ folders: {} }, false],
    [{ ignore: [1] }, false],
    [{ render: [{ name: 'x' }] }, false],
    [{ render: [{ run: '' }] }, false],
    [{ render: { run: 'x' } }, false],
    [{ render: [{ run: 'x', wacth: 'y' }] }, false],
    [{ plans: {} }, false],
  ])('%j: %s', (config, expected) => {
    expect([isValid(config), checkConfig(config).length === 0]).toEqual([expected, expected])
  })
})
