/** The one way to write a rule; all that a rule's file needs of the kit comes from here and from text-edits.ts. */
import { lookAt } from './look-at.js'
import type { Rule } from './rule.js'
import type { RuleDefinition } from './rule-definition.js'

export type { RuleDefinition } from './rule-definition.js'
export type { FileLook, FileReport, ManifestLook, Report, RunLook, Suggestion, UpdateLook } from './look.js'
export type { FieldPath } from '../kubernetes/field-path.js'

/** Makes a rule of what its author says. */
export function createRule<MessageId extends string, Options extends object = object>(
  definition: RuleDefinition<MessageId, Options>,
): Rule {
  const { name, options } = definition
  return {
    name,
    meta: {
      type: definition.type ?? 'problem',
      docs: {
        description: definition.description,
        presets: definition.presets,
        versions: definition.versions ?? 'all',
        ...(definition.kinds === undefined ? {} : { kinds: definition.kinds }),
        looksAtBefore: definition.checkUpdate !== undefined,
        looksAtRun: definition.checkInRun !== undefined,
      },
      messages: definition.messages,
      schema:
        options === undefined ? [] : [{ type: 'object', properties: options.schema, additionalProperties: false }],
      ...(options === undefined ? {} : { defaultOptions: [options.defaults] }),
      ...(definition.fixable === true ? { fixable: 'code' as const } : {}),
      ...(definition.hasSuggestions === true ? { hasSuggestions: true } : {}),
    },
    look: (file, given) => lookAt(definition, file, { ...options?.defaults, ...given } as Options),
  }
}
