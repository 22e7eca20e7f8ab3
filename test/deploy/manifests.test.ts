import { manifestsIn, textFor, titleOf } from '../../deploy/manifests';

const CONFIG =
  'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  namespace: b\ndata:\n  x: |\n    ---\n    on: off\n';
const NAMESPACE = 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: b\n';

describe('the manifests of dist/', () => {
  test('are split at their separators, not within a text', () => {
    const manifests = manifestsIn(`${CONFIG}---\n${NAMESPACE}---\n`);

    expect(manifests.map(titleOf)).toEqual(['ConfigMap b/a', 'Namespace b']);
  });

  test('reach kubectl as they stand in the file', () => {
    const manifests = manifestsIn(`---\n${CONFIG}---\n${NAMESPACE}`);

    expect(textFor(manifests)).toBe(`${CONFIG}---\n${NAMESPACE}`.trimEnd());
  });
});
