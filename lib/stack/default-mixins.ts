import { KubernetesMixin } from '../mixins/kubernetes/kubernetes-mixin';
import { NodeMixin } from '../mixins/node/node-mixin';
import { PlgMixin } from '../mixins/plg/plg-mixin';
import { TraefikMixin } from '../mixins/traefik/traefik-mixin';
import type { AlertProfile } from '../model/alert-profile';
import { KubernetesFlavor } from '../model/kubernetes-flavor';
import type { LogAgentKind } from '../model/log-agent-kind';
import type { Mixin } from '../model/mixin';

/** What a stack shows of the cluster and of itself: a mixin for each thing that it scrapes. */
export function defaultMixins(flavor: KubernetesFlavor, alerts: AlertProfile, logAgent: LogAgentKind): Mixin[] {
  return [
    new KubernetesMixin(flavor, { alerts }),
    new NodeMixin({ alerts }),
    new PlgMixin({ alerts, logAgent }),
    // k3s brings it; elsewhere it is one ingress controller of many
    ...(flavor === KubernetesFlavor.K3S ? [new TraefikMixin({ alerts })] : []),
  ];
}
