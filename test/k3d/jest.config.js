/** The guide's cluster on a machine that has Docker: `npm run test:k3d`. @type {import('jest').Config} */
module.exports = {
  ...require('../stack/run/jest.config.js'),
  rootDir: '../..',
  testMatch: ['<rootDir>/test/k3d/**/*.test.ts'],
};
