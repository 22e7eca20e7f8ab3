const path = require('node:path');

const root = path.resolve(__dirname, '..', '..');
const folder = path.join(root, '__snapshots__');

/** Keeps every golden in the one top-level folder, whatever folder its test is in. */
module.exports = {
  testPathForConsistencyCheck: path.join(root, 'test', 'example.test.ts'),
  resolveSnapshotPath: (testPath, extension) => path.join(folder, path.relative(root, testPath) + extension),
  resolveTestPath: (snapshotPath, extension) =>
    path.join(root, path.relative(folder, snapshotPath).slice(0, -extension.length)),
};
