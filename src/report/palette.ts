import pc from 'picocolors'

/** Colours by meaning. They only add: nothing is said by a colour alone. */
export interface Palette {
  readonly create: (text: string) => string
  readonly remove: (text: string) => string
  readonly replace: (text: string) => string
  readonly strong: (text: string) => string
  readonly faint: (text: string) => string
  readonly error: (text: string) => string
  readonly warning: (text: string) => string
}

export function palette(colours: boolean): Palette {
  const { green, red, yellow, bold, dim } = pc.createColors(colours)
  return {
    create: green,
    remove: red,
    replace: yellow,
    strong: bold,
    faint: dim,
    error: (text) => bold(red(text)),
    warning: yellow,
  }
}
