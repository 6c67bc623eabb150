/** Lints Rollcast's own TypeScript. The manifests in testdata are linted with Rollcast itself: .eslintrc.cjs. */
import js from '@eslint/js'
import regexp from 'eslint-plugin-regexp'
import tseslint from 'typescript-eslint'

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'node_modules/',
      'testdata/',
      'schemas/',
      'coverage/',
      'rules/*/valid/',
      'rules/*/invalid/',
      'src/**/generated/',
      'web/',
      '**/*.cjs',
      'conformance/built/',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    files: ['**/*.mjs', '**/*.js'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        performance: 'readonly',
        Buffer: 'readonly',
      },
    },
  },
  {
    rules: {
      'no-console': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  {
    // What users hand in is of any length: no pattern may take time that grows faster than the text.
    files: ['src/**/*.ts', 'rules/**/*.ts'],
    ignores: ['**/*.test.ts', '**/testing/**'],
    plugins: { regexp },
    rules: {
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'regexp/no-super-linear-move': ['error', { report: 'potential' }],
    },
  },
  { files: ['tools/**', 'bench/**', 'conformance/**'], rules: { 'no-console': 'off' } },
)
