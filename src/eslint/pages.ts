/** The package's root, as a URL: this file lies in src/eslint, or in dist or dist/chunks after bundling. */
const root = import.meta.url.replace(/\/(?:src\/eslint|dist|dist\/chunks)\/[^/]*$/, '')

/**
 * The address of a rule's page: it comes with the package, so an editor's link opens the page of the installed version.
 */
export function pageOf(rule: string): string {
  return `${root}/rules/${rule}/README.md`
}
