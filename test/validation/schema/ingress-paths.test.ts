import { all, found } from '../support/validate';

function ingress(path: object): any {
  const backend = { service: { name: 'api', port: { number: 80 } } };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { rules: [{ http: { paths: [{ pathType: 'Prefix', ...path, backend }] } }] },
  };
}

describe('the rule ingress-path', () => {
  test.each([
    [{ path: 'api' }, "'api' does not begin with '/'"],
    [{ path: 'api', pathType: 'ImplementationSpecific' }, "'api' does not begin with '/'"],
    [{ path: '' }, "it has no path; '/' is for all"],
    [{}, "it has no path; '/' is for all"],
    [{ path: '/a//b' }, "'/a//b' holds '//'"],
    [{ path: '/a/./b' }, "'/a/./b' holds '/.'"],
    [{ path: '/a/..', pathType: 'Exact' }, "'/a/..' holds '/..'"],
    [{ path: '/a%2Fb' }, "'/a%2Fb' holds '%2F'"],
  ])('finds %j', (path, message) => {
    expect(found('ingress-path', ingress(path))).toEqual([
      `high: Ingress shop/web, spec.rules[0].http.paths[0].path: ${message}`,
    ]);
  });

  test.each([
    [{ path: '/' }],
    [{ path: '/a/.well-known', pathType: 'Exact' }],
    [{ path: '/a/...' }],
    [{ pathType: 'ImplementationSpecific' }],
    [{ path: '/a//.*', pathType: 'ImplementationSpecific' }],
  ])('takes %j', (path) => {
    expect(all(ingress(path))).toEqual([]);
  });
});
