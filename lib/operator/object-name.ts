import { checksumOf } from '../core/config-file';
import { kebabCase } from '../core/kebab-case';

// the operator makes file names of the names of rules, their namespace and their uid, of 253 characters at most
const LONGEST = 100;

/**
 * The part of an object's name that tells a job or a rule group: its name where that is an object name, else as much of it as
 * can be, and a digest, so that two names never make one.
 */
export function objectNamePart(name: string): string {
  const part = kebabCase(name);
  if (part === name && part.length <= LONGEST) return part;
  const begin = part.slice(0, LONGEST - 9).replace(/-$/, '');
  return [begin, checksumOf({ name }).slice(0, 8)].filter((text) => text !== '').join('-');
}
