/**
 * Lints the manifests in testdata with Rollcast itself, and shows how a project does so: `npm install eslint-plugin-rollcast`, then
 * this. ESLint 8 reads this file, and ESLint 9 with ESLINT_USE_FLAT_CONFIG=false; ESLint 10 reads no eslintrc: README.md shows the
 * same as a flat configuration. (eslint.config.js lints Rollcast's own TypeScript.)
 */
module.exports = {
  root: true,
  // Of testdata, the manifests that are to be good; the others are there to be found fault with.
  ignorePatterns: ['/*', '!/testdata', '/testdata/*', '!/testdata/chapter'],
  extends: ['plugin:rollcast/recommended'],
  settings: { rollcast: { kubernetesVersion: '1.37' } },
}
