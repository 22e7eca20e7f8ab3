import { ContainerImage } from './container-image';

/** Every image of the library, each with the page of its release: the only versions in the project. */
export const IMAGES = {
  // https://github.com/prometheus/prometheus/releases/tag/v3.14.0
  prometheus: ContainerImage.parse('quay.io/prometheus/prometheus:v3.14.0-distroless'),

  // https://github.com/kubernetes/kube-state-metrics/releases/tag/v2.20.0
  kubeStateMetrics: ContainerImage.parse('registry.k8s.io/kube-state-metrics/kube-state-metrics:v2.20.0'),

  // https://github.com/prometheus/node_exporter/releases/tag/v1.12.1
  nodeExporter: ContainerImage.parse('quay.io/prometheus/node-exporter:v1.12.1-distroless'),

  // https://github.com/grafana/loki/releases/tag/v3.7.6
  loki: ContainerImage.parse('docker.io/grafana/loki:3.7.6'),
  lokiCanary: ContainerImage.parse('docker.io/grafana/loki-canary:3.7.6'),

  // https://github.com/grafana/loki/releases/tag/v3.6.11, the last release that has an image of Promtail
  promtail: ContainerImage.parse('docker.io/grafana/promtail:3.6.11'),

  // https://github.com/grafana/alloy/releases/tag/v1.18.1
  alloy: ContainerImage.parse('docker.io/grafana/alloy:v1.18.1'),

  // https://github.com/grafana/grafana/releases/tag/v13.2.3; 13.0.0 to 13.2.0 leak memory in their gzip middleware
  grafana: ContainerImage.parse('docker.io/grafana/grafana:13.2.3'),

  // https://github.com/kiwigrid/k8s-sidecar/releases/tag/2.10.1
  grafanaSidecar: ContainerImage.parse('quay.io/kiwigrid/k8s-sidecar:2.10.1'),

  // https://www.postgresql.org/docs/release/17.6/
  postgres: ContainerImage.parse('docker.io/library/postgres:17.6-alpine'),

  // https://github.com/prometheus-community/postgres_exporter/releases/tag/v0.20.1
  postgresExporter: ContainerImage.parse('quay.io/prometheuscommunity/postgres-exporter:v0.20.1'),

  // https://github.com/brancz/prometheus-example-app: stands in for the guide's stock-service, which was never published;
  // it listens on 8080, answers every path with 200 and counts its requests in `http_requests_total` (older tags have one architecture)
  stockService: ContainerImage.parse('quay.io/brancz/prometheus-example-app:v0.6.0'),
};
