import { k8s } from '../../lib/core/k8s';
import { PagedFiles } from '../../lib/prometheus/paged-files';
import { manifestsOf, testChart, type Manifests } from '../support/manifests';

/** The ConfigMaps and the volume that come of items with these sizes. */
function synthesized(sizes: readonly number[]): Manifests {
  const chart = testChart();
  const files = new PagedFiles<string>(chart, 'Files', {
    configMap: (page) => (page === 1 ? 'files' : `files-${page}`),
    labels: { a: 'b' },
    fileName: (page) => `file-${page}.yml`,
    text: (items, page, pageCount) => `page ${page} of ${pageCount}: ${items.join(' ')}`,
  });
  new k8s.KubePod(chart, 'Pod', {
    metadata: { name: 'pod' },
    spec: { containers: [], volumes: [files.volume('files')] },
  });
  sizes.forEach((size, index) => files.add(`item${index}`, size));
  return manifestsOf(chart);
}

const pages = (manifests: Manifests): { [name: string]: unknown } =>
  Object.fromEntries(manifests.all('ConfigMap').map((configMap) => [configMap.metadata.name, configMap['data']]));

const mounted = (manifests: Manifests): unknown => manifests.one('Pod', 'pod')['spec'].volumes;

describe('paged files', () => {
  test('are one ConfigMap as long as it has room, and even without an item', () => {
    expect(pages(synthesized([]))).toEqual({ files: { 'file-1.yml': 'page 1 of 1: ' } });
    expect(pages(synthesized([100_000, 100_000]))).toEqual({ files: { 'file-1.yml': 'page 1 of 1: item0 item1' } });
  });

  test('go on in another ConfigMap, and no item moves when one is added', () => {
    expect(pages(synthesized([150_000, 60_000, 60_000, 100_000]))).toEqual({
      files: { 'file-1.yml': 'page 1 of 3: item0' },
      'files-2': { 'file-2.yml': 'page 2 of 3: item1 item2' },
      'files-3': { 'file-3.yml': 'page 3 of 3: item3' },
    });
    expect(pages(synthesized([150_000, 60_000, 60_000]))).toMatchObject({
      'files-2': { 'file-2.yml': 'page 2 of 2: item1 item2' },
    });
  });

  test('are mounted side by side', () => {
    expect(mounted(synthesized([150_000, 60_000]))).toEqual([
      {
        name: 'files',
        projected: { sources: [{ configMap: { name: 'files' } }, { configMap: { name: 'files-2' } }] },
      },
    ]);
  });

  test('give an item that is larger than a page one of its own', () => {
    expect(Object.keys(pages(synthesized([500_000, 1])))).toEqual(['files', 'files-2']);
  });
});
