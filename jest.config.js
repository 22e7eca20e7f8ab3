/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  // jest leaves one processor to itself, which on two is half of them
  maxWorkers: '100%',
  testMatch: ['<rootDir>/main.test.ts', '<rootDir>/test/**/*.test.ts', '<rootDir>/examples/**/*.test.ts'],
  // these start the real programs, and a cluster: npm run test:stack, npm run test:k3d
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/stack/run/', '<rootDir>/test/k3d/'],
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
