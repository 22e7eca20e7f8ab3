import { describeObject } from '../kube-object';
import { isQuantity, quantityValue } from '../quantity';
import { containersOf, podSources } from './pods';
import type { Rule } from './rule';

/** Every container asks for CPU and memory and has a memory limit, and nothing asks for more than its limit. */
export const resources: Rule = (objects) =>
  podSources(objects).flatMap(({ owner, spec }) =>
    containersOf(spec).flatMap((container) =>
      problemsOf(container.resources ?? {}).map(
        (problem) => `${describeObject(owner)}: container '${container.name}' ${problem}`,
      ),
    ),
  );

function problemsOf({ requests = {}, limits = {} }: any): string[] {
  return [
    ...['cpu', 'memory'].filter((name) => requests[name] === undefined).map((name) => `requests no ${name}`),
    ...(limits.memory === undefined ? ['has no memory limit'] : []),
    ...[...Object.entries<any>(requests), ...Object.entries<any>(limits)]
      .filter(([name, quantity]) => !isSensible(name, quantity))
      .map(([name, quantity]) => `cannot have ${quantity} of ${name}`),
    ...Object.keys(requests)
      .filter((name) => limits[name] !== undefined && value(requests[name]) > value(limits[name]))
      .map((name) => `requests ${requests[name]} of ${name}, more than its limit ${limits[name]}`),
  ];
}

/** A thousandth of a byte is legal, and always a slip: `256m` for `256Mi`. */
function isSensible(name: string, quantity: string | number): boolean {
  return value(quantity) > 0 && (name === 'cpu' || Number.isInteger(value(quantity)));
}

function value(quantity: string | number): number {
  return isQuantity(String(quantity)) ? quantityValue(quantity) : NaN;
}
