import { problemOf } from '../../deploy/explain';
import { manifestOf } from '../../deploy/manifests';

const POSTGRES = manifestOf({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'postgres', namespace: 'shop' },
});

function explained(stderr: string, context = 'prod', isCurrent = true): string[] {
  const target = { context, server: 'https://10.0.0.1:6443', namespace: 'default', isCurrent };
  return problemOf(stderr, { target, manifests: [POSTGRES] }).message.split('\n');
}

// what kubectl 1.32 and an API server 1.37 wrote
describe('what kubectl could not do', () => {
  test.each([
    ['Unable to connect to the server: dial tcp: lookup nope.invalid on 10.0.0.53:53: no such host'],
    ['Unable to connect to the server: net/http: request canceled (Client.Timeout exceeded while awaiting headers)'],
    ['Unable to connect to the server: dial tcp 10.0.0.1:6443: i/o timeout'],
  ])('a cluster that cannot be reached: %s', (stderr) => {
    expect(explained(stderr)).toEqual([
      "the cluster of context 'prod' does not answer at https://10.0.0.1:6443; is it running, and is a VPN needed?",
      `  kubectl: ${stderr}`,
    ]);
  });

  test.each([
    ['k3d-dev', '  k3d cluster start dev'],
    ['kind-dev', '  docker start dev-control-plane'],
    ['minikube', '  minikube start'],
  ])('a local cluster that does not answer, %s, is started with%s', (context, command) => {
    const [, line] = explained('The connection to the server 0.0.0.0:6443 was refused', context);

    expect(line).toBe(command);
  });

  test('a cluster that was made anew has another certificate', () => {
    const [reason, line] = explained(
      'Unable to connect to the server: tls: failed to verify certificate: x509: certificate signed by unknown authority',
      'k3d-dev',
    );

    expect(reason).toMatch(/does not have the certificate that context 'k3d-dev' expects/);
    expect(line).toBe('  k3d kubeconfig merge dev --kubeconfig-merge-default');
  });

  test('a login that is over', () => {
    const [reason] = explained('error: You must be logged in to the server (Unauthorized)\n');

    expect(reason).toBe("the cluster does not know you any more; log in to context 'prod' again");
  });

  test('rights on certificates are no certificate that is wrong', () => {
    const [reason] = explained(
      'Error from server (Forbidden): certificates.cert-manager.io "a" is forbidden: User "bob" cannot patch',
    );

    expect(reason).toBe("context 'prod' may not do this; ask whoever runs the cluster for the rights named below");
  });

  test('a webhook whose connection is refused is no cluster that is down', () => {
    const [reason] = explained(
      'Error from server (InternalError): Internal error occurred: failed calling webhook "policy.example": dial tcp 10.96.0.9:443: connect: connection refused',
    );

    expect(reason).toBe(
      "the admission webhook 'policy.example' does not answer; once its pods run (kubectl get pods -A), run this again",
    );
  });

  test.each([
    ['The StatefulSet "postgres" is invalid: spec.serviceName: Invalid value: "other": field is immutable'],
    [
      'The StatefulSet "postgres" is invalid: spec: Forbidden: updates to statefulset spec for fields other than \'replicas\' are forbidden',
    ],
  ])('a change that cannot be made in place, with the command that keeps the data: %s', (stderr) => {
    expect(explained(stderr, 'prod', false).slice(0, 2)).toEqual([
      'StatefulSet shop/postgres changes in a way that Kubernetes does only by making it anew; delete it (its pods and claims stay, and are taken over; claims stay as large as they are, so where `storage` has grown, let them grow first) and run this again:',
      '  kubectl delete statefulset -n shop postgres --cascade=orphan --context prod',
    ]);
  });

  test.each([
    'The PersistentVolumeClaim "grafana" is invalid: spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims',
    'Error from server (Forbidden): persistentvolumeclaims "grafana" is forbidden: only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize',
    'The PersistentVolumeClaim "grafana" is invalid: spec.resources.requests.storage: Forbidden: field can not be less than status.capacity',
  ])('a claim that cannot change, without a word of deleting it as a way out: %s', (stderr) => {
    expect(explained(stderr)[0]).toBe(
      'a claim keeps its StorageClass; it grows only where that class has allowVolumeExpansion, and never shrinks. Go back to the old `storage`, or make a claim of another name and copy the data into it; deleting the claim deletes the data',
    );
  });

  test('a namespace that nobody makes', () => {
    const [reason] = explained('Error from server (NotFound): namespaces "nowhere" not found');

    expect(reason).toBe(
      "namespace 'nowhere' is neither in dist/ nor in the cluster; make it first: kubectl create namespace nowhere",
    );
  });

  test('a namespace that is still being deleted', () => {
    const [reason] = explained(
      'Error from server (Forbidden): configmaps "a" is forbidden: unable to create new content in namespace shop because it is being terminated',
    );

    expect(reason).toMatch(/^a namespace is still being deleted; wait until/);
  });

  test('is said in its own words where nothing better is known, each line once and without its log', () => {
    expect(explained('E1123 08:30:00 memcache.go:265] x\nerror: strange\nerror: strange\nWarning: old\n')).toEqual([
      'kubectl failed',
      '  kubectl: error: strange',
    ]);
  });

  test('is cut where every object fails', () => {
    const lines = Array.from({ length: 40 }, (_, index) => `error: strange ${index}`);

    expect(explained(lines.join('\n')).slice(-2)).toEqual(['  kubectl: error: strange 11', '  ... and 28 more lines']);
  });
});
