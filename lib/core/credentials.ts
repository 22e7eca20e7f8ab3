import type { Construct } from 'constructs';
import { fail, type Subject } from './errors';
import { k8s } from './k8s';
import { checkProps } from './kinds';
import { checkConfigKey, checkNoOctal, checkObjectName, checkOneLine, isOctal, isOneLine } from './names';

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
    checkProps('Credentials', keys, 'options');
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
    checkNoOctal('Credentials', 'username', username);
    if (!isOneLine(password)) {
      const what = password === undefined || password === '' ? 'missing' : 'not shown here';
      fail(
        'Credentials',
        `'password' is ${what}; it must be one line of text that is not empty and has no control characters`,
      );
    }
    if (isOctal(password)) {
      fail('Credentials', "'password' is not shown here; kubectl would read it as an octal number; choose another");
    }
    const credentials = new Credentials(undefined, undefined, undefined);
    DEMOS.set(credentials, { username, password });
    return credentials;
  }

  private constructor(
    private readonly secretName: string | undefined,
    private readonly usernameKey: string | undefined,
    private readonly passwordKey: string | undefined,
  ) {}

  /** The user name, where it is known while synthesizing: that of a demo. @internal */
  public get _demoUsername(): string | undefined {
    return DEMOS.get(this)?.username;
  }

  /** Makes the demo's Secret if it is one, and tells where user name and password are found. @internal */
  public _bind(scope: Construct, id: string, made: DemoSecret): BoundCredentials {
    const demo = DEMOS.get(this);
    if (demo === undefined) {
      return new BoundCredentials(this.secretName ?? '', this.usernameKey ?? '', this.passwordKey ?? '');
    }
    const { username, password } = demo;
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

// apart from the object, so that neither a message nor a debugger that prints it shows the password
const DEMOS = new WeakMap<Credentials, { readonly username: string; readonly password: string }>();

/** Refuses what is no `Credentials`, without showing it: it may be a password. */
export function checkCredentials(subject: Subject, prop: string, value: unknown, secretName: string): void {
  if (value instanceof Credentials) return;
  const rule = `it must be Credentials.fromSecret('${secretName}') or, for a demo, Credentials.insecureDemo(user, password)`;
  fail(subject, `'${prop}' is ${value === undefined ? 'missing' : 'no Credentials'}; ${rule}`);
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
