import { eachContainer, eachObject, type Check } from '../check';
import { fieldsOf, placedList, quoted, textEntries, textOf } from '../untyped';

// set by Credentials.insecureDemo(...)
const DEMO = 'plg.cdk8s.io/insecure-demo-credentials';
const SECRET_NAME = /(?:^|_)(?:PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|PRIVATE_KEY|ACCESS_KEY)$/i;

/** Secrets whose values stand in the manifests. */
export const SECRET_DATA: Check = {
  name: 'secret-data',
  severity: 'medium',
  why: 'Who can read the manifests, in a repository or a pipeline, can read the Secret: base64 hides nothing.',
  fix: 'Make the Secret outside of the app (External Secrets, Sealed Secrets, `kubectl create secret`) and refer to it by name.',
  run: eachObject(({ kind, group, fields, annotations }) => {
    if (kind !== 'Secret' || group !== '' || DEMO in annotations) return [];
    const keys = ['data', 'stringData'].flatMap((field) =>
      textEntries(fieldsOf(fields[field]))
        .filter(([, value]) => value !== '')
        .map(([key]) => key),
    );
    return keys.length === 0 ? [] : [{ at: 'data', message: `the values of ${quoted(keys)} stand in the manifest` }];
  }),
};

/** Passwords in the environment of a container. */
export const SECRET_VARIABLES: Check = {
  name: 'secret-variable',
  severity: 'medium',
  why: 'A password in the clear is read by all who can read the manifest or the pod.',
  fix: 'Take the value from a Secret: `valueFrom.secretKeyRef`.',
  run: eachContainer(({ at, fields }) =>
    placedList(`${at}.env`, fields['env']).flatMap((variable) => {
      const name = textOf(variable.fields['name']) ?? '';
      const value = textOf(variable.fields['value']) ?? '';
      // `$(NAME)` is filled in from another variable; a path or switch is no secret
      if (!SECRET_NAME.test(name) || /^(?:true|false|\d*|\/.*|\$\(.*\))$/i.test(value)) return [];
      return [{ at: `${variable.at}.value`, message: `the value of '${name}' stands in the manifest` }];
    }),
  ),
};
