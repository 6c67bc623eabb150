import manifest from '../../package.json' with { type: 'json' }

/**
 * The address of a rule's page, for an editor's link; undefined until package.json names a `homepage`: its maintainer
 * knows where the pages are read.
 */
export function pageOf(
  rule: string,
  { homepage, version }: { readonly homepage?: string; readonly version: string } = manifest,
): string | undefined {
  if (homepage === undefined) return undefined
  const home = (homepage.split('#')[0] ?? '').replace(/\/$/, '')
  const page = `rules/${rule}/README.md`
  // What is read is the page of the version that speaks.
  if (/^https:\/\/github\.com\/[^/]+\/[^/]+$/.test(home)) return `${home}/blob/v${version}/${page}`
  return home.startsWith('https://gitlab.') ? `${home}/-/blob/v${version}/${page}` : `${home}/${page}`
}
