import { PlgValidation, type PlgValidationProps } from '../../../lib/validation/plg-validation';

/** What the plugin told the CLI. */
export interface Told {
  readonly violations: any[];
  readonly status: string;
  readonly metadata: { readonly [key: string]: string };
}

/** Runs the plugin over manifests as the CLI does. */
export function validate(files: { [path: string]: any[] }, props: PlgValidationProps = {}, metadata?: any): Told {
  const violations: any[] = [];
  const submitted: any[] = [];
  new PlgValidation(props).validate({
    manifests: Object.keys(files),
    metadata,
    parseManifest: (path: string) => files[path],
    report: {
      addViolation: (violation: any) => violations.push(violation),
      submit: (status: string, counts: any) => submitted.push({ status, metadata: counts }),
    },
  });
  return { violations, ...submitted[0] };
}

/** All that the plugin says of objects: `severity rule: location`. */
export function all(...objects: any[]): string[] {
  return validate({ 'app.k8s.yaml': objects }).violations.flatMap(({ ruleName, recommendation, violatingResources }) =>
    violatingResources.flatMap(({ locations }: any) =>
      locations.map((place: string) => `${/^\[(\w+)\]/.exec(recommendation)?.[1]} ${ruleName}: ${place}`),
    ),
  );
}

/** What one rule says of objects: `severity: location`. */
export function found(rule: string, ...objects: any[]): string[] {
  const prefix = new RegExp(`^(\\w+) ${rule}: `);
  return all(...objects)
    .filter((line) => prefix.test(line))
    .map((line) => line.replace(prefix, '$1: '));
}

/** A container of which no rule has anything to say. */
export const CONTAINER = {
  name: 'api',
  image: 'ghcr.io/acme/api:1.4.2',
  resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '128Mi' } },
};

/** A Deployment around a container, with more fields for the pod. */
export function deployment(container: object = {}, pod: object = {}, name = 'api'): any {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'shop' },
    spec: {
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: { containers: [{ ...CONTAINER, ...container }], ...pod } },
    },
  };
}

export function service(spec: object, name = 'api'): any {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: 'shop' }, spec };
}

export function configMap(data: object, labels: object = {}, name = 'files'): any {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'shop', labels }, data };
}

export function prometheusRule(...rules: object[]): any {
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name: 'rules', namespace: 'shop' },
    spec: { groups: [{ name: 'shop', rules }] },
  };
}
