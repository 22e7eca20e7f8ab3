import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { checkCredentials, type BoundCredentials, type Credentials } from '../core/credentials';
import { namespaceOf } from '../core/namespace';

interface SecretManifest {
  readonly data?: { readonly [key: string]: string };
  readonly stringData?: { readonly [key: string]: string };
}

/**
 * The administrator's user name and password, from where the pod reads them.
 *
 * Fails for what is no `Credentials`, and at synthesis when the app itself makes the Secret and a key is not in it.
 */
export function bindAdmin(
  grafana: Construct,
  admin: Credentials,
  secret: { readonly name: string; readonly labels: { [key: string]: string } },
): BoundCredentials {
  checkCredentials(grafana, 'admin', admin, 'grafana-admin');
  const keys = { usernameKey: 'admin-user', passwordKey: 'admin-password' };
  const bound = admin._bind(grafana, 'Admin', { ...secret, ...keys });
  grafana.node.addValidation({ validate: () => secretProblems(grafana, bound) });
  return bound;
}

/**
 * What keeps a pod from reading its credentials out of a Secret that this very app makes: a key that is not in it, or
 * another namespace. Of Secrets that others make nothing is known.
 */
function secretProblems(scope: Construct, credentials: BoundCredentials): string[] {
  const namespace = namespaceOf(scope);
  const { secretName, usernameKey, passwordKey } = credentials;
  const secrets = scope.node.root.node
    .findAll()
    .filter((node): node is ApiObject => ApiObject.isApiObject(node) && node.kind === 'Secret')
    .filter(({ name }) => name === secretName);
  const here = secrets.filter((secret) => (secret.metadata.namespace ?? namespace) === namespace);
  const [elsewhere] = secrets;
  if (here.length === 0 && elsewhere !== undefined) {
    const there = `the Secret '${secretName}' of 'admin' is in the namespace '${elsewhere.metadata.namespace}'`;
    return [`${there}; a pod reads Secrets of its own namespace alone: make it in '${namespace}'`];
  }
  return here.flatMap((secret) => {
    const { data, stringData } = secret.toJson() as SecretManifest;
    const keys = Object.keys({ ...data, ...stringData }).sort();
    return [usernameKey, passwordKey]
      .filter((key) => !keys.includes(key))
      .map((key) => `the Secret '${secretName}' of 'admin' has no key '${key}'; it has: ${keys.join(', ') || 'none'}`);
  });
}
