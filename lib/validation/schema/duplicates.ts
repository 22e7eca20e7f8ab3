import type { Check, Finding } from '../check';

/** Objects that stand twice. */
export const DUPLICATES: Check = {
  name: 'duplicate-object',
  severity: 'high',
  why: 'Of two objects with one kind, name and namespace, the cluster keeps the one that was applied last.',
  fix: 'Rename one of them, or leave one out.',
  run: ({ objects }) => {
    const seen = new Map<string, string>();
    return objects.flatMap((object): readonly Finding[] => {
      const { group, kind, namespace = '', name } = object;
      const isGenerated = object.fields['metadata'] === undefined || name === '' || name.endsWith('-');
      const key = JSON.stringify([group, kind, namespace, name]);
      const other = seen.get(key);
      if (isGenerated || other === undefined) {
        seen.set(key, object.manifestPath);
        return [];
      }
      const where = other === object.manifestPath ? 'this manifest' : `'${other}'`;
      return [{ object, at: '', message: `there is another ${object.title} in ${where}` }];
    });
  },
};
