import { isIP } from 'node:net';
import type { Ajv } from 'ajv';
import { isQuantity } from './quantity';

const DNS_LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = new RegExp(`^${DNS_LABEL}(\\.${DNS_LABEL})*$`);
const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const MACROS = /^@(yearly|annually|monthly|weekly|daily|midnight|hourly|every \d\S*)$/;
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** The formats of the Kubernetes definitions and CRDs, and those that `kubernetes-rules` asks for. */
export function addFormats(ajv: Ajv): void {
  // whether it is an integer at all is a matter of the type
  const inRange = (bits: number) => (value: number) => value >= -(2 ** (bits - 1)) && value < 2 ** (bits - 1);
  ajv.addFormat('int32', { type: 'number', validate: inRange(32) });
  ajv.addFormat('int64', { type: 'number', validate: inRange(64) });
  ajv.addFormat('double', { type: 'number', validate: Number.isFinite });
  ajv.addFormat('byte', BASE64);
  ajv.addFormat('date-time', RFC3339);
  ajv.addFormat('quantity', isQuantity);
  ajv.addFormat('cidr', isCidr);
  ajv.addFormat('cron', isCron);
  // "must be a DNS name, not an IP address", one leading wildcard label allowed
  ajv.addFormat(
    'ingress-host',
    (host) => host.length <= 253 && isIP(host) === 0 && SUBDOMAIN.test(host.replace(/^\*\./, '')),
  );
}

/** The keywords of Kubernetes that ajv does not know, and `exactlyOneOf: [field, ...]`. */
export function addKeywords(ajv: Ajv): void {
  ajv.addKeyword({
    keyword: 'exactlyOneOf',
    type: 'object',
    validate: (fields: string[], value: object) => fields.filter((field) => field in value).length === 1,
  });
  ajv.addKeyword({
    keyword: 'goPattern',
    type: 'string',
    validate: (pattern: string, value: string) => goPattern(pattern).test(value),
  });
  ajv.addKeyword({
    keyword: 'x-kubernetes-list-map-keys',
    type: 'array',
    validate: (keys: string[], items: any[]) => isUnique(items, (item) => keys.map((key) => listKey(item, key))),
  });
  ajv.addKeyword({
    keyword: 'x-kubernetes-list-type',
    type: 'array',
    validate: (listType: string, items: any[]) => listType !== 'set' || isUnique(items, (item) => item),
  });
}

// the only key with a default that the definitions do not state: two ports without a protocol are both TCP
function listKey(item: any, key: string): unknown {
  return item?.[key] ?? (key === 'protocol' ? 'TCP' : undefined);
}

function isUnique(items: any[], keyOf: (item: any) => unknown): boolean {
  return new Set(items.map((item) => JSON.stringify(keyOf(item)))).size === items.length;
}

function goPattern(pattern: string): RegExp {
  return pattern.includes('(?i)') ? new RegExp(pattern.replace('(?i)', ''), 'i') : new RegExp(pattern);
}

function isCidr(text: string): boolean {
  const [address = '', length = '', ...rest] = text.split('/');
  const bits = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return rest.length === 0 && /^\d{1,3}$/.test(length) && Number(length) <= bits;
}

/** The standard parser of robfig/cron: five fields or a macro. */
function isCron(schedule: string): boolean {
  if (schedule.startsWith('@')) return MACROS.test(schedule);
  const fields = schedule.trim().split(/\s+/);
  const ranges = [
    cronField(0, 59),
    cronField(0, 23),
    cronField(1, 31),
    cronField(1, 12, MONTHS),
    cronField(0, 6, DAYS),
  ];
  return fields.length === ranges.length && fields.every((field, i) => ranges[i]!(field));
}

function cronField(minimum: number, maximum: number, names: readonly string[] = []): (field: string) => boolean {
  const number = (text: string) =>
    names.includes(text.toUpperCase()) ? names.indexOf(text.toUpperCase()) + minimum : Number(text);
  return (field) =>
    field.split(',').every((part) => {
      const [, low = '', high, step] = /^([*?]|\w+)(?:-(\w+))?(?:\/(\d+))?$/.exec(part) ?? [];
      if (step !== undefined && Number(step) === 0) return false;
      if (low === '*' || low === '?') return high === undefined;
      const [start, end] = [number(low), number(high ?? low)];
      return low !== '' && start >= minimum && end <= maximum && start <= end;
    });
}
