/** The JSON Schema of rollcast.config: what an editor offers and underlines. Written by tools/update-docs.mjs. */

/** The schema, from the rules, the presets and the versions that there are. */
export function configSchema(rules, presetNames, supportedVersions) {
  const severity = { enum: ['off', 'warn', 'error', 0, 1, 2, false] }
  const setting = ({ meta }) => {
    const [options] = meta.schema
    const withOptions =
      options === undefined
        ? []
        : [{ type: 'array', minItems: 1, maxItems: 2, items: [severity, options], additionalItems: false }]
    return { description: `${meta.docs.description}.`, anyOf: [severity, ...withOptions] }
  }
  const settings = Object.fromEntries(Object.entries(rules).map(([name, rule]) => [name, setting(rule)]))
  const shared = {
    kubernetesVersion: {
      description: `The cluster's version, in quotes; also with a patch number: '1.35.2'. The newest that Rollcast knows where it is left out.`,
      type: 'string',
      anyOf: [{ enum: [...supportedVersions] }, { pattern: String.raw`^v?1\.\d+(\.\d+)?$` }],
    },
    featureGates: {
      description: 'What the cluster sets itself.',
      type: 'object',
      additionalProperties: { type: 'boolean' },
    },
    rules: {
      description: 'By name: off, warn, error, or [error, {option: …}].',
      type: 'object',
      properties: settings,
      patternProperties: { '^rollcast/': {} },
      additionalProperties: false,
    },
  }
  const globs = (description) => ({
    description,
    anyOf: [
      { type: 'string', minLength: 1 },
      { type: 'array', items: { type: 'string', minLength: 1 } },
    ],
  })
  const preset = { enum: [...presetNames] }
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: 'rollcast/config',
    title: 'The configuration of Rollcast',
    description: 'rollcast.config.yaml, and rollcast.config.json.',
    type: 'object',
    additionalProperties: false,
    properties: {
      $schema: { description: 'Where this schema lies, for an editor.', type: 'string' },
      extends: {
        description: 'The presets to start from; recommended where it is left out.',
        anyOf: [preset, { type: 'array', items: preset }],
      },
      ...shared,
      ignore: globs("What to leave out of folders and globs, from the configuration's folder."),
      folders: globs("Folders whose objects belong together, from the configuration's folder."),
      overrides: {
        description: 'Other settings for some files; a later one wins.',
        type: 'array',
        items: {
          type: 'object',
          required: ['files'],
          additionalProperties: false,
          properties: { files: globs("The files, from the configuration's folder."), ...shared },
        },
      },
      render: {
        description: 'Commands that render manifests. They run with --base, and with --render.',
        type: 'array',
        items: {
          type: 'object',
          required: ['run'],
          additionalProperties: false,
          properties: {
            name: { description: 'What its output is called.', type: 'string', minLength: 1 },
            run: {
              description: 'The command line; no shell reads it: helm template shop charts/shop -f values/prod.yaml',
              type: 'string',
              minLength: 1,
            },
            watch: globs('On which files its output depends; for helm and kustomize it is known.'),
          },
        },
      },
    },
  }
}
