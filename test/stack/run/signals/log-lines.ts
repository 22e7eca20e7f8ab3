/** As long as Loki takes a line, `limits_config.max_line_size`. */
export const LONGEST_LINE = 256 * 1024;

/** How lines begin that no agent finds: when it looks, their file has another name, and the next one does not have it. */
export const BETWEEN_ROTATIONS = 'between two rotations at once';

const EMOJI = '👩‍👩‍👧‍👦';

/** Of stock-service, among them what the guide searches for. */
export const SHOP_LINES: readonly string[] = [
  '[Reserve] product_id=1 user_id=17 quantity=1 result=ok',
  '{"level":"info","msg":"[Reserve] accepted","product_id":1,"duration_ms":12}',
  '{"level":"error","msg":"connection to postgres refused","product_id":21,"nested":{"a":[1,2]},"ok":false}',
  'GET /products/1 200 3ms',
  'GET /health 200 0ms',
  'get /healthz 200 0ms',
  'POST /healthz 200 0ms',
  '[error] connection refused',
  '{"level":"error", this is no JSON',
];

/** Of stock-service as well, taken out by `LogStage.drop('GET /(healthz|readyz|metrics)')`. */
export const DROPPED_LINES: readonly string[] = [
  'GET /healthz 200 0ms',
  '10.42.0.1 - - "GET /readyz HTTP/1.1" 200 2',
  'GET /metrics 200 4ms',
  '{"level":"info","msg":"GET /healthz","error":false}',
];

export const ODD_LINES: readonly string[] = [
  '  a line that begins and ends with blanks  ',
  '\ta tab\t',
  ' ',
  'F stdout P',
  '2026-01-01T00:00:00.000000000Z stderr P of another time',
  '\u001b[31mred\u001b[0m',
  'nul \u0000 and bell \u0007',
  'line separators \u2028 and \u2029 and \u0085',
  'a carriage return \r in the middle',
  '"quoted" and \\escaped\\n and {{ .Template }} and ${VARIABLE} and $1',
];

export const TEXTS: readonly string[] = [
  '재고가 부족합니다: 상품 21',
  `a family ${EMOJI} and a cart 🛒`,
  'Ünïcödé, 日本語, עברית, e\u0301 in two code points',
];

/** A line whose parts end within a character: three bytes each, after one byte. */
export function koreanText(bytes: number): string {
  return `a${'가'.repeat(Math.floor((bytes - 1) / 3))}`;
}

/** A line of four-byte characters. */
export function emojiText(bytes: number): string {
  return `ab${'🛒'.repeat(Math.floor((bytes - 2) / 4))}`;
}

/** A line of some bytes, of which none is like the one before. */
export function longText(bytes: number, first: string): string {
  const counted = Array.from({ length: Math.ceil(bytes / 8) }, (_, index) => String(index).padStart(7, '0')).join(' ');
  return `${first}${counted}`.slice(0, bytes);
}

/** Lines with a number each. */
export function numbered(title: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${title} ${index + 1} of ${count}`);
}
