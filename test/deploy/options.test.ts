import { parseOptions, usage } from '../../deploy/options';
import { isLocal } from '../../deploy/target';

describe('the command line', () => {
  test('asks for nothing special unless told to', () => {
    expect(parseOptions(['apply'])).toEqual({
      command: 'apply',
      help: false,
      context: undefined,
      yes: false,
      forceConflicts: false,
      timeoutSeconds: 600,
    });
  });

  test.each([
    ['90s', 90],
    ['5m', 300],
    ['1h30m', 5400],
  ])('a time limit of %s is %i seconds', (text, seconds) => {
    expect(parseOptions(['apply', '--timeout', text]).timeoutSeconds).toBe(seconds);
  });

  test.each(['5', '0s', '5 m', 'm', '-5m', '1.5h', ''])('fails with the time limit %j', (text) => {
    expect(() => parseOptions(['apply', `--timeout=${text}`])).toThrow(
      `--timeout is '${text}'; it must be a time such as 90s, 5m or 1h30m, at least 1s`,
    );
  });

  test('fails with an option that it does not know, and shows those that there are', () => {
    expect(() => parseOptions(['apply', '--tiemout', '5m'])).toThrow(`Unknown option '--tiemout'\n\n${usage('apply')}`);
  });

  test.each([['--yes'], ['--force-conflicts'], ['--timeout=5m'], ['extra']])('diff refuses %s', (option) => {
    expect(() => parseOptions(['diff', option])).toThrow(usage('diff'));
  });

  test('fails without a command, or with an empty context', () => {
    expect(() => parseOptions([])).toThrow("'' is no command; use npm run diff or npm run apply");
    expect(() => parseOptions(['diff', '--context', ''])).toThrow(
      '--context is empty; `kubectl config get-contexts` lists the names',
    );
  });
});

describe('a cluster on this machine', () => {
  test.each(['k3d-timedeal', 'kind-kind', 'minikube', 'docker-desktop', 'rancher-desktop', 'orbstack'])(
    'is %s',
    (name) => {
      expect(isLocal(name)).toBe(true);
    },
  );

  test.each([
    'k3d-',
    'my-k3d-x',
    'prod',
    'minikube-prod',
    'default',
    'gke_x_kind-eu',
    'arn:aws:eks:eu:1:cluster/kind-x',
  ])('is not %s', (name) => {
    expect(isLocal(name)).toBe(false);
  });
});
