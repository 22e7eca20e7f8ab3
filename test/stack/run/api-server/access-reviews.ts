import type { Kubectl } from './kubectl';

/** One thing that somebody may do, or not. */
export interface Access {
  readonly verb: string;
  /** In the plural, with its subresource: `pods/exec`; a path for what is no object: `/metrics`. */
  readonly resource: string;
  readonly group?: string;
  /** All of them where none is named. */
  readonly namespace?: string | undefined;
}

/** The same, of one ServiceAccount: `monitoring/prom-grafana`. */
export interface AccountAccess extends Access {
  readonly account: string;
}

/** Whether the API server allows each of them. */
export async function allowedBy(kubectl: Kubectl, accesses: readonly AccountAccess[]): Promise<boolean[]> {
  const list = { apiVersion: 'v1', kind: 'List', items: accesses.map(reviewOf) };
  const json = await kubectl.run(['create', '-f', '-', '-o', 'json'], JSON.stringify(list));
  const reviews: any[] = json.split(/^(?=\{)/m).map((text) => JSON.parse(text));
  return reviews.flatMap((review) => review.items ?? [review]).map(({ status }) => status.allowed === true);
}

/** In words: `monitoring/promtail: list pods everywhere`. */
export function describeAccess({ account, verb, resource, namespace }: AccountAccess): string {
  return `${account}: ${verb} ${resource} ${namespace === undefined ? 'everywhere' : `in ${namespace}`}`;
}

function reviewOf({ account, verb, resource, group = '', namespace = '' }: AccountAccess): object {
  const [plural = '', subresource = ''] = resource.split('/');
  const attributes = resource.startsWith('/')
    ? { nonResourceAttributes: { verb, path: resource } }
    : { resourceAttributes: { verb, group, resource: plural, subresource, namespace } };
  return {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SubjectAccessReview',
    spec: { user: `system:serviceaccount:${account.replace('/', ':')}`, groups: GROUPS, ...attributes },
  };
}

const GROUPS = ['system:serviceaccounts', 'system:authenticated'];
