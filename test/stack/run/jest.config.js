/** The suites that start the real programs: `npm run test:stack`. @type {import('jest').Config} */
module.exports = {
  ...require('../../../jest.config.js'),
  rootDir: '../../..',
  testMatch: ['<rootDir>/test/stack/run/**/*.test.ts'],
  testPathIgnorePatterns: [],
  // they take ports, memory and processor time from each other
  maxWorkers: 1,
  globalSetup: '<rootDir>/test/stack/run/print-programs.ts',
  reporters: ['default', '<rootDir>/test/stack/run/what-ran.js'],
};
