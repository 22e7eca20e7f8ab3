import { Construct } from 'constructs';
import type { Endpoint } from '../../core/endpoint';
import { invalid } from '../../core/errors';
import { k8s } from '../../core/k8s';
import { checkKind, checkProps } from '../../core/kinds';
import { checkObjectName, checkText } from '../../core/names';

/** Where the shop is reached from outside of the cluster. */
export interface TimedealIngressProps {
  /** The Service that answers. */
  readonly backend: Endpoint;
  /**
   * Host name that requests must ask for.
   *
   * @default - any host, so that `http://localhost:8080` of the guide works
   */
  readonly host?: string;
  /**
   * Name of the IngressClass.
   *
   * @default 'traefik' - the ingress controller of k3s
   */
  readonly ingressClassName?: string;
}

/**
 * The way into the shop: Traefik, which k3d maps to `localhost:8080`.
 *
 * @example
 * new timedeal.TimedealIngress(chart, 'Ingress', { backend: stockService.endpoint, host: 'shop.example.com' });
 */
export class TimedealIngress extends Construct {
  public constructor(scope: Construct, id: string, props: TimedealIngressProps) {
    super(scope, id);
    checkProps(this, props);
    checkKind(this, 'backend', props.backend ?? null, 'urlFrom', 'an Endpoint, such as stockService.endpoint');
    const { backend, host, ingressClassName = 'traefik' } = props;
    if (host !== undefined) checkHost(this, host);
    checkObjectName(this, 'ingressClassName', ingressClassName);
    const path = {
      path: '/',
      pathType: 'Prefix',
      backend: { service: { name: backend.service, port: { number: backend.port } } },
    };
    new k8s.KubeIngress(this, 'Resource', {
      metadata: {
        name: backend.service,
        labels: { 'app.kubernetes.io/name': backend.service, 'app.kubernetes.io/instance': 'timedeal' },
      },
      spec: { ingressClassName, rules: [{ ...(host === undefined ? {} : { host }), http: { paths: [path] } }] },
    });
  }
}

function checkHost(scope: Construct, host: string): void {
  checkText(scope, 'host', host);
  checkObjectName(scope, 'host', host.replace(/^\*\./, ''));
  if (/^\d+(\.\d+){3}$/.test(host))
    invalid(scope, 'host', host, "it must be a name such as 'shop.example.com', no address");
}
