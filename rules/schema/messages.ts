import type { ManifestLook } from '../../src/rule-kit/create-rule.js'

export type MessageId = 'unknownField' | 'duplicateKey' | 'wrongType' | 'surprise' | 'badValue' | 'change'

/** A manifest as the rule looks at it. */
export type Look = ManifestLook<MessageId, object>
