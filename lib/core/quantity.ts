import { invalid, type Subject } from './errors';

const QUANTITY = /^\+?(\d+(?:\.\d*)?|\.\d+)(?:([KMGTPE]i|[numkMGTPE])|[eE]([+-]?\d+))?$/;

const FACTORS: { readonly [suffix: string]: number } = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/**
 * The number behind a Kubernetes quantity (`100m` -> 0.1, `256Mi` -> 268435456), or undefined when it is none.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function quantityValue(text: string): number | undefined {
  const match = typeof text === 'string' ? QUANTITY.exec(text) : null;
  if (!match) return undefined;
  const [, digits = '', suffix, exponent] = match;
  if (exponent !== undefined) return Number(digits) * 10 ** Number(exponent);
  return Number(digits) * (suffix === undefined ? 1 : (FACTORS[suffix] ?? 1));
}

/** Refuses what is no quantity of CPU above zero; thousandths of a core are the finest grain that Kubernetes keeps. */
export function checkCpu(subject: Subject, prop: string, value: string | undefined): void {
  if (value === undefined) return;
  const cores = quantityValue(value);
  if (cores === undefined || cores < 0.001 || cores > 10_000) {
    invalid(subject, prop, value, "it must be a Kubernetes quantity of CPU, such as '100m' or '2'");
  }
}

/** Refuses what is no quantity of bytes; `256m` is legal to Kubernetes and means a quarter of a byte, so it is a typo. */
export function checkBytes(subject: Subject, prop: string, value: string | undefined): void {
  if (value === undefined) return;
  const bytes = quantityValue(value);
  if (bytes === undefined || bytes < 1024) {
    invalid(subject, prop, value, "it must be a Kubernetes quantity of bytes, such as '256Mi' or '1Gi'");
  }
}
