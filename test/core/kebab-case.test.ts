import { kebabCase } from '../../lib/core/kebab-case';

test.each([
  ['Check out!', 'check-out'],
  ['Kubernetes / Compute Resources / Pod', 'kubernetes-compute-resources-pod'],
  ['-a--b-', 'a-b'],
  ['checkout', 'checkout'],
  ['쇼핑 2', '2'],
  ['쇼핑', ''],
])('%j is %j', (text, name) => {
  expect(kebabCase(text)).toBe(name);
});
