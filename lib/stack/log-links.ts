import { NAMESPACE_PODS, POD } from '../mixins/kubernetes/dashboards';
import { LogLink } from '../model/log-link';
import type { Mixin } from '../model/mixin';

/** The ways from log lines to the dashboards of what wrote them, as far as the mixins bring those. */
export function logLinks(mixins: readonly Mixin[]): LogLink[] {
  const shown = new Set(mixins.flatMap(({ dashboards }) => dashboards).map(({ uid }) => uid));
  if (!shown.has(NAMESPACE_PODS.uid)) return [];
  const ofNamespace = LogLink.fromLabel('namespace', {
    title: 'Metrics of the namespace',
    url: `/d/${NAMESPACE_PODS.uid}?var-namespace=\${__value.raw}&from=\${__from}&to=\${__to}`,
  });
  if (!shown.has(POD.uid)) return [ofNamespace];
  const ofPod = LogLink.fromLabel('pod', {
    title: 'Metrics of the pod',
    url: `/d/${POD.uid}?var-namespace=\${__data.fields.namespace}&var-pod=\${__value.raw}&from=\${__from}&to=\${__to}`,
  });
  return [ofNamespace, ofPod];
}
