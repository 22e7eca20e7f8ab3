import type { Manifests } from './manifests';

/** The text of a file, by its name. */
export interface Files {
  readonly [fileName: string]: string;
}

/**
 * The files that a kiwigrid sidecar writes of the ConfigMaps with a label, when it is told to make their names unique.
 *
 * Written after what `unique_filename` of k8s-sidecar 2.10 does.
 */
export function sidecarFiles(found: Manifests, label: string, namespaces: readonly string[]): Files {
  return Object.fromEntries(
    found
      .all('ConfigMap')
      .filter(({ metadata }) => metadata.labels?.[label] === '1' && namespaces.includes(String(metadata.namespace)))
      .flatMap(({ metadata, data = {} }) =>
        Object.entries(data as Files).map(([key, text]) => [
          `namespace_${metadata.namespace}.configmap_${metadata.name}.${key}`,
          text,
        ]),
      ),
  );
}

/** Whether a glob of Prometheus, with `*` in its last element alone, matches a path. */
export function matchesGlob(glob: string, path: string): boolean {
  const pattern = glob.split('*').map((part) => part.replace(/[.\\/+?^$()|[\]{}]/g, '\\$&'));
  return new RegExp(`^${pattern.join('[^/]*')}$`).test(path);
}
