// The grammar of k8s.io/apimachinery/pkg/api/resource: a signed number, then a binary suffix, a decimal suffix or an integer exponent.
const QUANTITY = /^([+-]?(?:\d+(?:\.\d*)?|\.\d+))([KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?$/;

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

/** Whether the API server can parse the text as a quantity. */
export function isQuantity(text: string): boolean {
  return QUANTITY.test(text);
}

/** The number that a quantity stands for: 0.1 for `100m`, 1073741824 for `1Gi`. */
export function quantityValue(quantity: string | number): number {
  const [, number, suffix = ''] = QUANTITY.exec(String(quantity)) ?? [];
  if (number === undefined) throw new Error(`'${quantity}' is no quantity`);
  return /^[eE]./.test(suffix) ? Number(number + suffix) : Number(number) * (FACTORS[suffix] ?? 1);
}
