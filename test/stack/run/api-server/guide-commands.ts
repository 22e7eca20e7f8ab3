/** A command of the guide, as it stands there. */
export interface GuideCommand {
  readonly section: string;
  readonly command: string;
  /** What it must say here; a command without is not executed. */
  readonly says?: RegExp;
  /** Why it is not executed. */
  readonly needs?: string;
}

const CONTAINER = 'a container that runs, and a kubelet that is asked for it';

const LOKI_DATA_SOURCE = `cat << 'EOF' | kubectl apply -f -
apiVersion: v1
kind: ConfigMap
metadata:
  name: loki-datasource
  namespace: monitoring
  labels:
    grafana_datasource: "1"
data:
  loki-datasource.yaml: |
    apiVersion: 1
    datasources:
      - name: Loki
        type: loki
        access: proxy
        url: http://loki:3100
        isDefault: false
        editable: true
EOF`;

const RESTART = 'kubectl rollout restart deployment prom-grafana -n monitoring';
const RESTARTED = /^deployment\.apps\/prom-grafana restarted$/m;

/** The guide's kubectl commands, in its order; `helm` is what dist/ replaces. */
export const BEFORE_INSTALLATION: GuideCommand = {
  section: '2.1',
  command: 'kubectl create namespace monitoring',
  says: /^namespace\/monitoring created$/m,
};

/** The commands after the installation. */
export const COMMANDS: readonly GuideCommand[] = [
  { section: '2.5', command: LOKI_DATA_SOURCE, says: /^configmap\/loki-datasource created$/m },
  { section: '2.5', command: RESTART, says: RESTARTED },
  { section: '2.6', command: 'kubectl get pods -n monitoring', says: /^loki-0 +1\/1 +Running/m },
  { section: '2.7', command: 'kubectl top pods -n monitoring', needs: 'metrics-server, which reads kubelets' },
  { section: '3.1', command: 'kubectl port-forward svc/prom-grafana 3000:80 -n monitoring', needs: CONTAINER },
  {
    section: '5',
    command: 'kubectl get pods -n monitoring -l app.kubernetes.io/name=promtail',
    says: /^(promtail-\w{5} +1\/1 +Running.*\n){3}$/m,
  },
  {
    section: '5',
    command: 'kubectl logs -n monitoring -l app.kubernetes.io/name=promtail --tail=20',
    needs: CONTAINER,
  },
  {
    section: '5',
    command: `kubectl run curl-loki -n monitoring --rm -i --restart=Never \\
  --image=curlimages/curl -- \\
  curl -s 'http://loki:3100/loki/api/v1/label/namespace/values'`,
    needs: CONTAINER,
  },
  {
    section: '5',
    command: `kubectl run curl-grafana -n monitoring --rm -i --restart=Never \\
  --image=curlimages/curl -- \\
  curl -s -u admin:admin 'http://prom-grafana:80/api/datasources'`,
    needs: CONTAINER,
  },
  {
    section: '5',
    command: `kubectl run curl-grafana2 -n monitoring --rm -i --restart=Never \\
  --image=curlimages/curl -- \\
  curl -s -u admin:admin 'http://prom-grafana:80/api/datasources/uid/loki/health'`,
    needs: CONTAINER,
  },
  { section: '5', command: 'kubectl get pods -n monitoring', says: /^prom-grafana-\w+-\w{5} +3\/3 +Running/m },
  { section: '5', command: 'kubectl logs -n monitoring <pod-name>', needs: CONTAINER },
  { section: '5', command: RESTART, says: RESTARTED },
];

/** How the guide removes the stack. */
export const REMOVAL: GuideCommand = {
  section: '8',
  command: 'kubectl delete namespace monitoring',
  says: /^namespace "monitoring" deleted/m,
};
