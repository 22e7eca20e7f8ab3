import type { Construct } from 'constructs';
import { k8s } from './k8s';
import { checkConfigKey, checkObjectName, checkOneLine } from './names';

/** Which keys of a Secret hold the user name and the password. */
export interface SecretKeys {
  /**
   * Key of the user name.
   *
   * @default 'username'
   */
  readonly usernameKey?: string;

  /**
   * Key of the password.
   *
   * @default 'password'
   */
  readonly passwordKey?: string;
}

/**
 * A user name and a password: in a Secret that someone else keeps, or, for a demo, in clear in the output.
 *
 * @example
 * Credentials.fromSecret('grafana-admin', { usernameKey: 'admin-user', passwordKey: 'admin-password' });
 */
export class Credentials {
  /**
   * From a Secret in the namespace of the component, as External Secrets, Sealed Secrets or `kubectl create secret` make
   * it. Nothing secret enters the output.
   *
   * @param secretName name of the Secret
   * @param keys its keys
   */
  public static fromSecret(secretName: string, keys: SecretKeys = {}): Credentials {
    const { usernameKey = 'username', passwordKey = 'password' } = keys;
    checkObjectName('Credentials', 'secretName', secretName);
    checkConfigKey('Credentials', 'usernameKey', usernameKey);
    checkConfigKey('Credentials', 'passwordKey', passwordKey);
    return new Credentials(secretName, usernameKey, passwordKey);
  }

  /**
   * For demos alone: a Secret is made whose content anyone can read who can read the output or its repository.
   *
   * @param username the user name
   * @param password the password, in clear
   */
  public static insecureDemo(username: string, password: string): Credentials {
    checkOneLine('Credentials', 'username', username);
    if (typeof password !== 'string' || password === '') checkOneLine('Credentials', 'password', password);
    return new Credentials(undefined, undefined, undefined, { username, password });
  }

  private constructor(
    private readonly secretName: string | undefined,
    private readonly usernameKey: string | undefined,
    private readonly passwordKey: string | undefined,
    private readonly demo?: { readonly username: string; readonly password: string },
  ) {}

  /** Makes the demo's Secret if it is one, and tells where user name and password are found. @internal */
  public _bind(scope: Construct, id: string, made: DemoSecret): BoundCredentials {
    if (this.demo === undefined) {
      return new BoundCredentials(this.secretName ?? '', this.usernameKey ?? '', this.passwordKey ?? '');
    }
    const { username, password } = this.demo;
    new k8s.KubeSecret(scope, id, {
      metadata: {
        name: made.name,
        labels: made.labels,
        annotations: { 'plg.cdk8s.io/insecure-demo-credentials': 'do not use outside of a demo' },
      },
      type: 'Opaque',
      stringData: { [made.usernameKey]: username, [made.passwordKey]: password },
    });
    return new BoundCredentials(made.name, made.usernameKey, made.passwordKey);
  }
}

/** The Secret that is made for demo credentials. */
export interface DemoSecret {
  readonly name: string;
  readonly labels: { [key: string]: string };
  readonly usernameKey: string;
  readonly passwordKey: string;
}

/** Where the user name and the password of a component are found. */
export class BoundCredentials {
  public constructor(
    public readonly secretName: string,
    public readonly usernameKey: string,
    public readonly passwordKey: string,
  ) {}

  /** The user name as the variable of a container. */
  public usernameVariable(name: string): k8s.EnvVar {
    return { name, valueFrom: { secretKeyRef: { name: this.secretName, key: this.usernameKey } } };
  }

  /** The password as the variable of a container. */
  public passwordVariable(name: string): k8s.EnvVar {
    return { name, valueFrom: { secretKeyRef: { name: this.secretName, key: this.passwordKey } } };
  }
}
