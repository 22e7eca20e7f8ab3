import { describeObject } from '../kube-object';
import type { Rule } from './rule';

/** TotalAnnotationSizeLimitB: `kubectl apply` writes the whole object into an annotation of itself. */
const LIMIT = 262_144;

/** Every object can be applied by kubectl: with its own annotations it fits into the last-applied annotation. */
export const objectSize: Rule = (objects) =>
  objects.flatMap((object) => {
    const annotations = Object.entries(object.metadata.annotations ?? {})
      .flat()
      .join('');
    const bytes = Buffer.byteLength(JSON.stringify(object)) + Buffer.byteLength(annotations);
    return bytes < LIMIT ? [] : [`${describeObject(object)}: ${bytes} bytes; kubectl apply takes less than ${LIMIT}`];
  });
