/** A folder of its own in which the commands run, for tests that look at what a user would see. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { runDefault } from '../default-run.js'
import { runLint } from '../lint-run.js'
import type { DefaultOptions, LintOptions, PlanOptions } from '../options.js'
import { runPlan } from '../plan-run.js'
import type { CommandWorld } from '../world.js'

/** What a command has said, and its exit status. */
export interface Ran {
  readonly status: number
  readonly out: string
  readonly complaint: string
}

export interface Workplace {
  readonly folder: string
  /** Writes a file, and the folders that lead to it. */
  put(file: string, content: string | Uint8Array): void
  read(file: string): Buffer
  lint(paths: readonly string[], options?: Partial<LintOptions>, stdin?: string): Promise<Ran>
  plan(manifests: readonly string[], options?: Partial<PlanOptions>, stdin?: string): Promise<Ran>
  default(files: readonly string[], options?: Partial<DefaultOptions>, stdin?: string): Promise<Ran>
  /** Takes the folder away again. */
  remove(): void
}

export function createWorkplace(): Workplace {
  const folder = mkdtempSync(path.join(tmpdir(), 'rollcast-'))
  return {
    folder,
    put: (file, content) => {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
      writeFileSync(path.join(folder, file), content)
    },
    read: (file) => readFileSync(path.join(folder, file)),
    lint: (paths, options = {}, stdin = '') =>
      inWorld(folder, stdin, (world) => runLint(paths, { format: 'text', ...options }, world)),
    plan: (manifests, options = {}, stdin = '') =>
      inWorld(folder, stdin, (world) => runPlan(manifests, { format: 'text', ...options }, world)),
    default: (files, options = {}, stdin = '') =>
      inWorld(folder, stdin, (world) => runDefault(files, { format: 'yaml', ...options }, world)),
    remove: () => {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function inWorld(cwd: string, stdin: string, run: (world: CommandWorld) => Promise<number>): Promise<Ran> {
  let [out, complaint] = ['', '']
  const status = await run({
    cwd,
    stdin: Readable.from([Buffer.from(stdin)]),
    colours: false,
    print: (text) => (out += text),
    complain: (text) => (complaint += text),
  })
  return { status, out, complaint }
}
