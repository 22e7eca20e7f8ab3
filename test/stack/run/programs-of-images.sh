#!/usr/bin/env bash
# Copies the programs that `npm run test:stack` starts out of the images that dist/ names, and those of a cluster out of the
# images of Kubernetes. Needs Docker.  Usage: programs-of-images.sh FOLDER
set -euo pipefail
cd "$(dirname "$0")/../../.."

folder=$1
kubernetes=v1.37.2
kwok=v0.8.0
mkdir -p "$folder"

# IMAGE PATH...: each path is copied into the folder
take() {
  local image=$1 container
  shift
  container=$(docker create "$image" none)
  for path in "$@"; do docker cp --follow-link "$container:$path" "$folder/"; done
  docker rm "$container" >/dev/null
}

# REPOSITORY: the image of dist/, with its tag and digest
image_of() { grep -hoE "image: [^ ]*$1[:@][^ ]*" dist/*.yaml | head -n 1 | cut -d ' ' -f 2; }

take "$(image_of prometheus/prometheus)" /bin/prometheus
take "$(image_of prometheus/node-exporter)" /bin/node_exporter
take "$(image_of kube-state-metrics/kube-state-metrics)" /kube-state-metrics
take "$(image_of grafana/loki)" /usr/bin/loki
take "$(image_of grafana/loki-canary)" /usr/bin/loki-canary
take "$(image_of grafana/promtail)" /usr/bin/promtail
take "$(grep -oE 'docker.io/grafana/alloy:[^'"'"']+' lib/core/images.ts)" /bin/alloy
take "$(image_of prometheuscommunity/postgres-exporter)" /bin/postgres_exporter
take "$(image_of brancz/prometheus-example-app)" /bin/prometheus-example-app
for name in kube-apiserver kube-controller-manager kube-scheduler; do
  take "registry.k8s.io/$name:$kubernetes" "/usr/local/bin/$name"
done
take "registry.k8s.io/kwok/kwok:$kwok" /usr/local/bin/kwok
ls -l "$folder"
