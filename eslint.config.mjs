import js from '@eslint/js';
import importX, { createNodeResolver } from 'eslint-plugin-import-x';
import jest from 'eslint-plugin-jest';
import tseslint from 'typescript-eslint';

/**
 * Imports go down only, and siblings do not see each other:
 *
 *   stack -> prometheus, loki, grafana, log-agents, exporters -> model -> core
 *   stack -> operator                                         -> model -> core
 *   stack -> mixins, workloads -> dashboard-builder           -> model -> core
 *   gitops, validation                                        -> model -> core
 */
const COMPONENTS = ['prometheus', 'loki', 'grafana', 'log-agents', 'exporters'];
const ALLOWED = {
  core: [],
  model: ['core'],
  ...Object.fromEntries(COMPONENTS.map((component) => [component, ['model', 'core']])),
  'dashboard-builder': ['model', 'core'],
  mixins: ['dashboard-builder', 'model', 'core'],
  workloads: ['dashboard-builder', 'model', 'core'],
  gitops: ['model', 'core'],
  validation: ['model', 'core'],
  operator: ['model', 'core'],
  stack: [...COMPONENTS, 'mixins', 'operator', 'model', 'core'],
};

const zones = Object.entries(ALLOWED).map(([folder, allowed]) => ({
  target: `./lib/${folder}`,
  from: './lib',
  except: [folder, ...allowed].map((name) => `./${name}`),
  message: `lib/${folder} may import ${allowed.length > 0 ? allowed.join(', ') : 'nothing of lib'} alone; what it needs of others is passed in.`,
}));

const outside = {
  target: './lib',
  from: '.',
  except: ['./lib', './imports', './node_modules'],
  message: 'The library imports nothing of the app, its tests or its tools.',
};

export default tseslint.config(
  { ignores: ['build/', 'dist/', 'imports/', 'node_modules/', 'coverage/', '**/*.js', '**/*.mjs', '**/*.cjs'] },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.js', '.json'] })] },
    rules: {
      'import-x/no-cycle': 'error',
      'import-x/no-restricted-paths': ['error', { zones: [...zones, outside] }],
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 45, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/explicit-module-boundary-types': ['error', { allowArgumentsExplicitlyTypedAsAny: true }],
      '@typescript-eslint/member-ordering': [
        'error',
        {
          default: [
            'signature',
            'public-static-method',
            'field',
            'constructor',
            'get',
            'public-method',
            'private-method',
          ],
        },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_', argsIgnorePattern: '^_' }],
      eqeqeq: 'error',
    },
  },
  {
    files: ['lib/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: 'cdk8s-plus-28',
              message: "Import { k8s } from core/k8s: the package's index loads every L2 class.",
            },
          ],
        },
      ],
      'no-restricted-globals': ['error', { name: 'process', message: 'Synthesis depends on nothing but its input.' }],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'The same input gives the same bytes.' },
        { object: 'Date', property: 'now', message: 'The same input gives the same bytes.' },
      ],
    },
  },
  {
    // the public API is plain for other languages: a model is any JSON, and loading on first use needs `require`
    files: ['lib/**/*.ts'],
    rules: { '@typescript-eslint/no-explicit-any': 'off', '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    files: ['**/*.test.ts', 'test/**/*.ts'],
    ...jest.configs['flat/recommended'],
    rules: {
      ...jest.configs['flat/recommended'].rules,
      'max-lines': 'off',
      'max-lines-per-function': 'off',
      // what is parsed from the output is `any`: the assertions are what types it
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      'jest/expect-expect': ['error', { assertFunctionNames: ['expect*'] }],
    },
  },
  {
    // the rows of the conformity suite are asserted by the test that runs them
    files: ['test/conformity/steps-*.ts'],
    rules: { 'jest/no-standalone-expect': 'off' },
  },
);
