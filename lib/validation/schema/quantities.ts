import { eachContainer, type Check, type Flaw } from '../check';
import type { Container } from '../pods';
import { fieldsOf, valueAt, wordOf } from '../untyped';
import { quantityValue } from '../../core/quantity';

// no container starts with less, no node has more
const LEAST_BYTES = 1024 * 1024;
const MOST_CORES = 1000;

/** Amounts of CPU and memory that make sense. */
export const QUANTITIES: Check = {
  name: 'quantity',
  severity: 'high',
  why: 'The API server refuses a request above its limit; `256m` of memory is a quarter of a byte, with which no container starts.',
  fix: 'Write memory as `256Mi` or `1Gi`, CPU as `100m` or `2`, and no request above its limit.',
  run: eachContainer((container) => [...unitFlaws(container), ...orderFlaws(container)]),
};

function unitFlaws({ at, fields }: Container): readonly Flaw[] {
  return ['requests', 'limits'].flatMap((side): readonly Flaw[] => {
    const { memory, cpu } = fieldsOf(valueAt(fields, 'resources', side));
    const text = wordOf(memory);
    const bytes = quantityValue(text) ?? 0;
    const cores = quantityValue(wordOf(cpu)) ?? 0;
    const place = `${at}.resources.${side}`;
    return [
      ...(bytes > 0 && bytes < LEAST_BYTES
        ? [{ at: `${place}.memory`, message: `'${text}' is ${bytes} bytes; write '${text.replace(/\D+$/, '')}Mi'` }]
        : []),
      ...(cores > MOST_CORES
        ? [{ at: `${place}.cpu`, message: `it is ${cores} cores; a thousandth of a core is written '1m'` }]
        : []),
    ];
  });
}

function orderFlaws({ at, fields }: Container): readonly Flaw[] {
  const limits = fieldsOf(valueAt(fields, 'resources', 'limits'));
  return Object.entries(fieldsOf(valueAt(fields, 'resources', 'requests'))).flatMap(([resource, request]) => {
    const wanted = quantityValue(wordOf(request));
    const most = quantityValue(wordOf(limits[resource]));
    if (wanted === undefined || most === undefined || wanted <= most) return [];
    const message = `the request ${wordOf(request)} is above the limit ${wordOf(limits[resource])}`;
    return [{ at: `${at}.resources.requests.${resource}`, message }];
  });
}
