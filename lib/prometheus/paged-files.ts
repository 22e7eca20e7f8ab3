import { Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { ConfigFiles } from '../core/config-file';
import type { k8s } from '../core/k8s';

/** How the items of a `PagedFiles` become files. */
export interface PagedFilesProps<T> {
  /** Name of the ConfigMap of a page; pages count from 1. */
  readonly configMap: (page: number) => string;
  /** Labels of the ConfigMaps. */
  readonly labels: { [key: string]: string };
  /** Name of the file of a page, unlike that of every other page. */
  readonly fileName: (page: number) => string;
  /** Text of the file of a page. Called while the app synthesizes. */
  readonly text: (items: readonly T[], page: number, pageCount: number) => string;
}

// below what core/config-file lets into a ConfigMap
const LARGEST_PAGE = 200_000;

interface Page<T> {
  readonly items: T[];
  readonly files: ConfigFiles;
  bytes: number;
}

/**
 * Configuration that may outgrow one ConfigMap: files of a list of items that grows until synthesis, one file to a
 * ConfigMap, mounted side by side.
 *
 * An item stays on the page that it was put on: adding one never moves another.
 */
export class PagedFiles<T> extends Construct {
  private readonly pages: Page<T>[] = [];

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: PagedFilesProps<T>,
  ) {
    super(scope, id);
    // even without an item: the first one then changes a file and not the pods
    this.addPage();
  }

  /**
   * Adds an item to the last page, or begins another.
   *
   * @param item what is written
   * @param mostBytes how long its text can get
   */
  public add(item: T, mostBytes: number): void {
    const last = this.pages.at(-1);
    const fits = last !== undefined && (last.items.length === 0 || last.bytes + mostBytes <= LARGEST_PAGE);
    const page = fits ? last : this.addPage();
    page.items.push(item);
    page.bytes += mostBytes;
  }

  /** All items so far, in the order in which they were added. */
  public items(): readonly T[] {
    return this.pages.flatMap(({ items }) => items);
  }

  /** The volume that holds the files of all pages. */
  public volume(name: string): k8s.Volume {
    const sources = Lazy.any({
      produce: () => this.pages.map(({ files }) => ({ configMap: { name: files.name } })),
    }) as k8s.VolumeProjection[];
    return { name, projected: { sources } };
  }

  private addPage(): Page<T> {
    const { configMap, labels, fileName, text } = this.props;
    const number = this.pages.length + 1;
    const items: T[] = [];
    const files = new ConfigFiles(this, `Page${number}`, {
      name: configMap(number),
      labels,
      files: () => ({ [fileName(number)]: text(items, number, this.pages.length) }),
    });
    const page = { items, files, bytes: 0 };
    this.pages.push(page);
    return page;
  }
}
