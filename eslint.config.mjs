import js from '@eslint/js';
import jsxA11y from 'eslint-plugin-jsx-a11y';
import reactHooks from 'eslint-plugin-react-hooks';
import sonarjs from 'eslint-plugin-sonarjs';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['**/dist/**', 'node_modules/**', 'target/**', 'tests/.run/**'] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  jsxA11y.flatConfigs.recommended,
  reactHooks.configs.flat['recommended-latest'],
  {
    plugins: { sonarjs },
    rules: {
      'no-console': 'error',
      eqeqeq: ['error', 'always'],
      'sonarjs/cognitive-complexity': ['error', 11],
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-explicit-any': 'error',
      // `catch (error)` and rest siblings name what they leave out.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      // Grafana's text areas are inputs to the rule's eyes only when it knows them.
      'jsx-a11y/no-autofocus': 'error',
    },
  },
  {
    // Scripts speak to a terminal.
    files: ['**/*.mjs', '*.ts'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly' } },
    rules: { 'no-console': 'off' },
  },
  {
    // A table of cases is long, not complex.
    files: ['**/*.test.{ts,tsx}'],
    rules: { 'max-lines': 'off' },
  }
);
