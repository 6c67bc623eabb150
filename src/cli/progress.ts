/** A line that says what is being done, on a terminal alone: in a pipe, in CI and on a dumb terminal there is silence. */
export interface Progress {
  say(text: string): void
  /** Takes the line away. */
  end(): void
}

const silent: Progress = { say: () => undefined, end: () => undefined }

/** The progress line of a command's world. */
export function progressOf({ progress }: { progress?(): Progress }): Progress {
  return progress?.() ?? silent
}

/** A line on the terminal, which is loaded with the first thing that it says. */
export function terminalProgress(): Progress {
  let spinner: { text: string; stop(): unknown } | undefined
  let text = ''
  let ended = false
  const start = async (): Promise<void> => {
    const { default: yoctoSpinner } = await import('yocto-spinner')
    if (!ended) spinner = yoctoSpinner({ text, stream: process.stderr }).start()
  }
  return {
    say(words) {
      if (text === '') void start()
      text = words
      if (spinner !== undefined) spinner.text = words
    },
    end() {
      ended = true
      spinner?.stop()
    },
  }
}

/** Whether somebody looks. */
export function isWatched(environment: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  return isTerminal && environment['TERM'] !== 'dumb' && (environment['CI'] ?? '') === ''
}
