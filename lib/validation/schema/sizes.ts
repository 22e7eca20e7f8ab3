import { eachObject, type Check } from '../check';
import { isObject, textEntries, valueAt } from '../untyped';

const LARGEST = 1024 * 1024;
// the annotation in which a client-side apply keeps what it applied
const LARGEST_APPLIED = 262_144;

/** Objects that are too large to be stored or applied. */
export const SIZES: Check = {
  name: 'object-size',
  severity: 'high',
  why: 'A ConfigMap or Secret holds at most 1 MiB; `kubectl apply` from the client refuses objects above 256 KiB.',
  fix: 'Spread the files over several objects; apply large ones with `kubectl apply --server-side`.',
  run: eachObject(({ kind, group, fields }) => {
    const isConfig = group === '' && (kind === 'ConfigMap' || kind === 'Secret');
    const size = isConfig ? dataSize(fields) : 0;
    if (size > LARGEST) return [{ at: 'data', message: `its data is ${size} bytes, more than ${LARGEST}` }];
    const annotations = textEntries(valueAt(fields, 'metadata', 'annotations'));
    const noted = annotations.reduce((sum, [key, text]) => sum + Buffer.byteLength(key) + Buffer.byteLength(text), 0);
    if (noted > LARGEST_APPLIED) {
      return [{ at: 'metadata.annotations', message: `they are ${noted} bytes, more than ${LARGEST_APPLIED}` }];
    }
    const whole = Buffer.byteLength(JSON.stringify(fields));
    if (whole <= LARGEST_APPLIED) return [];
    return [{ at: '', message: `it is ${whole} bytes; apply it with --server-side`, severity: 'low' }];
  }),
};

function dataSize(fields: { readonly [field: string]: unknown }): number {
  const texts = [fields['data'], fields['stringData']].filter(isObject).flatMap(textEntries);
  const binary = textEntries(fields['binaryData']).reduce((sum, [, text]) => sum + (text.length * 3) / 4, 0);
  return texts.reduce((sum, [key, text]) => sum + Buffer.byteLength(key) + Buffer.byteLength(text), binary);
}
