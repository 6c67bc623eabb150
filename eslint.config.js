/** Lints Rollcast's own TypeScript. The manifests in testdata are linted with Rollcast itself: .eslintrc.cjs. */
import js from '@eslint/js'
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
  { files: ['tools/**', 'bench/**', 'conformance/**'], rules: { 'no-console': 'off' } },
)
