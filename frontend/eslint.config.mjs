import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import cierre from './tools/layers.mjs';

const visibleText = 'Text on the screen comes from a catalogue (texts.es.ts, texts.en.ts)';

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'src/shared/api/schema.d.ts'] },
  {
    files: ['src/**/*.{ts,tsx}', 'vite.config.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { 'react-hooks': reactHooks, cierre },
    rules: {
      ...reactHooks.configs.recommended.rules,
      'cierre/layers': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      'no-console': 'error',
      'no-restricted-globals': [
        'error',
        {
          name: 'localStorage',
          message: 'Only shared/i18n/preferences.ts writes there, and nothing personal.',
        },
        { name: 'sessionStorage', message: 'Drafts live on the server.' },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'location', property: 'reload', message: 'The application never reloads itself.' },
      ],
    },
  },
  {
    files: ['src/**/*.tsx'],
    ignores: ['src/**/*.test.tsx', 'src/gallery/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'JSXText[value=/\\p{L}{2,}/u]', message: visibleText },
        {
          selector:
            'JSXAttribute[name.name=/^(aria-label|title|placeholder|alt|label|hint)$/] > Literal[value=/\\p{L}{2,}/u]',
          message: visibleText,
        },
      ],
    },
  },
);
