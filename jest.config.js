/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/main.test.ts', '<rootDir>/test/**/*.test.ts', '<rootDir>/examples/**/*.test.ts'],
  // these start the real programs: npm run test:stack
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/stack/run/'],
  modulePathIgnorePatterns: ['<rootDir>/build/', '<rootDir>/dist/'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  // the lezer grammars are ES modules with a CommonJS build beside them; jest must take the latter
  testEnvironmentOptions: { customExportConditions: ['node', 'require', 'default'] },
  snapshotResolver: '<rootDir>/test/support/snapshot-resolver.js',
};
