/** What the commands are asked for: their options as the command line holds them. */
import type { ReadingLimits } from '../manifest/limits.js'
import type { LintFormat, PlanFormat } from '../report/reporters.js'

/** What changed since a base in git; lint and plan alike. */
export interface ChangeOptions {
  /** True where `--base` names nothing. */
  readonly base?: string | true
  readonly render?: readonly string[]
  /** In seconds. */
  readonly renderTimeout?: number
  readonly trustHeadConfig?: boolean
  readonly kustomize?: string
}

/** `rollcast lint` */
export interface LintOptions extends Omit<ChangeOptions, 'kustomize'>, ReadingLimits {
  /** With `--base`: reports only findings of objects that changed. */
  readonly changedOnly?: boolean
  readonly rule?: readonly string[]
  /** False: also looks at what `.gitignore` names. */
  readonly gitignore?: boolean
  /** A file whose rules and settings are printed, and nothing else is done. */
  readonly printConfig?: string
  readonly listFiles?: boolean
  readonly summary?: boolean
  readonly outputFile?: string
  readonly config?: string
  readonly kubernetesVersion?: string
  readonly featureGates?: string
  readonly from?: string[]
  readonly format: LintFormat
  readonly fix?: boolean
  readonly quiet?: boolean
  readonly maxWarnings?: number
  readonly stdin?: boolean
  readonly stdinFilename?: string
  readonly ignore?: string[]
  readonly color?: boolean
}

/** `rollcast plan` */
export interface PlanOptions extends ChangeOptions, ReadingLimits {
  readonly prune?: boolean
  readonly filename?: readonly string[]
  readonly recursive?: boolean
  readonly namespace?: string
  readonly detailedExitcode?: boolean
  readonly outputFile?: string
  readonly from?: readonly string[]
  readonly then?: readonly string[]
  readonly nodes?: string
  readonly scenario?: string
  readonly assume?: readonly string[]
  readonly prefer?: readonly string[]
  readonly place?: Readonly<Record<string, string>>
  readonly kubernetesVersion?: string
  readonly featureGates?: string
  readonly format: PlanFormat
  readonly full?: boolean
  readonly width?: number
  readonly color?: boolean
}

/** `rollcast show` */
export interface ShowOptions {
  readonly format: PlanFormat
  readonly full?: boolean
  readonly width?: number
  readonly color?: boolean
  readonly outputFile?: string
}

/** `rollcast default` */
export interface DefaultOptions extends ReadingLimits {
  readonly kubernetesVersion?: string
  readonly featureGates?: string
  readonly format: 'yaml' | 'json'
  readonly filename?: readonly string[]
  readonly recursive?: boolean
  readonly kustomize?: string
  readonly namespace?: string
  readonly outputFile?: string
}
