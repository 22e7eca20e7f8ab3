import { eachContainer, type Check } from '../check';
import { valueAt } from '../untyped';

/** Containers of which the scheduler knows nothing. */
export const RESOURCE_REQUESTS: Check = {
  name: 'resource-requests',
  severity: 'medium',
  why: 'A container without requests is put on full nodes, gets the smallest share of CPU, and is the first to be evicted.',
  fix: 'Give it `resources.requests.cpu` and `resources.requests.memory`.',
  run: eachContainer(({ at, fields, name, isInit }) => {
    if (isInit) return [];
    // a limit alone is its request as well
    const missing = ['cpu', 'memory'].filter(
      (resource) =>
        valueAt(fields, 'resources', 'requests', resource) === undefined &&
        valueAt(fields, 'resources', 'limits', resource) === undefined,
    );
    if (missing.length === 0) return [];
    return [{ at: `${at}.resources`, message: `the container '${name}' requests no ${missing.join(' and no ')}` }];
  }),
};

/** Containers that may take all memory of a node. */
export const MEMORY_LIMITS: Check = {
  name: 'memory-limit',
  severity: 'medium',
  why: 'A leak in a container without memory limit takes the memory of its neighbours, until the node kills one of them.',
  fix: 'Give it `resources.limits.memory`.',
  run: eachContainer(({ at, fields, name, isInit }) =>
    isInit || valueAt(fields, 'resources', 'limits', 'memory') !== undefined
      ? []
      : [{ at: `${at}.resources`, message: `the container '${name}' has no memory limit` }],
  ),
};
