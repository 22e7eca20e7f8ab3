import { Construct } from 'constructs';
import { checksumOf, ConfigFiles } from '../core/config-file';
import { fail, failAll } from '../core/errors';
import type { k8s } from '../core/k8s';
import { kebabCase } from '../core/kebab-case';
import { checkKind } from '../core/kinds';
import type { Dashboard } from '../model/dashboard';
import { dashboardProblems } from '../model/dashboard-check';
import { dashboardLayoutProblems } from '../model/dashboard-layout';
import { DASHBOARD } from '../model/kinds';
import { dashboardText } from './dashboard-text';
import type { DashboardProvider } from './provisioning';

/** What the ConfigMaps of dashboards have in common. */
export interface DashboardFilesProps {
  /** What their names begin with. */
  readonly name: string;
  /** Their labels. */
  readonly labels: { [key: string]: string };
}

/** A folder of Grafana, and the files in it. */
interface Folder {
  /** Its title; undefined for the General folder. */
  readonly title: string | undefined;
  /** Name of its directory and volume. */
  readonly slug: string;
  readonly files: { readonly configMap: string; readonly dashboard: Dashboard }[];
}

const ROOT = '/etc/grafana/dashboards';

// 'dashboards-' and a slug make the name of a volume, of at most 63 characters
const LONGEST_SLUG = 40;

/**
 * The dashboards of a Grafana: a ConfigMap each, for diffs that can be read and because none may exceed what kubectl can
 * apply; a directory for each folder, in which Grafana looks for changes while it runs.
 */
export class DashboardFiles extends Construct {
  private readonly folders = new Map<string | undefined, Folder>();
  private readonly uids = new Map<string, Dashboard>();

  public constructor(
    private readonly grafana: Construct,
    id: string,
    private readonly props: DashboardFilesProps,
  ) {
    super(grafana, id);
  }

  /** Adds a dashboard; fails for a query that does not parse, and for a uid or a title in its folder that is taken. */
  public add(dashboard: Dashboard): void {
    checkKind(this.grafana, 'dashboard', dashboard ?? null, ...DASHBOARD);
    const problems = [...this.problemsOf(dashboard), ...layoutProblemsOf(dashboard)];
    if (problems.length > 0) failAll(this.grafana, firstOf(problems));
    const { uid, title, folder: folderTitle } = dashboard;
    const twin = this.uids.get(uid);
    if (twin !== undefined) {
      fail(
        this.grafana,
        `the dashboards '${twin.title}' and '${title}' have the same uid '${uid}'; give one of them another`,
      );
    }
    const folder = this.folderOf(folderTitle);
    if (folder.files.some((file) => file.dashboard.title === title)) {
      const where = folderTitle === undefined ? 'the General folder' : `the folder '${folderTitle}'`;
      // Grafana then stops saving any dashboard of the folder (grafana/grafana#43530)
      fail(
        this.grafana,
        `${where} has two dashboards with the title '${title}'; give one of them another title or folder`,
      );
    }
    this.uids.set(uid, dashboard);
    const configMap = `${this.props.name}-dashboard-${objectNameOf(uid)}`;
    new ConfigFiles(this, uid, {
      name: configMap,
      labels: this.props.labels,
      files: () => ({ [`${uid}.json`]: dashboardText(dashboard._model()) }),
    });
    folder.files.push({ configMap, dashboard });
  }

  /** What is wrong with the dashboards when there are no other data sources than these, by uid or name. */
  public problems(dataSources: readonly string[]): string[] {
    return [...this.uids.values()].flatMap((dashboard) => this.problemsOf(dashboard, dataSources));
  }

  /** All dashboards so far. */
  public all(): readonly Dashboard[] {
    return [...this.uids.values()];
  }

  /** Where Grafana looks for them. */
  public providers(): DashboardProvider[] {
    return this.sorted().map(({ title, slug }) => ({
      name: title ?? 'General',
      folder: title ?? '',
      path: `${ROOT}/${slug}`,
    }));
  }

  /** A volume for each folder, made of the ConfigMaps of its dashboards; the order of calls must not replace the pod. */
  public volumes(): k8s.Volume[] {
    return this.sorted().map(({ slug, files }) => ({
      name: `dashboards-${slug}`,
      projected: {
        sources: files
          .map(({ configMap }) => configMap)
          .sort()
          .map((name) => ({ configMap: { name } })),
      },
    }));
  }

  /** Where Grafana has the volumes. */
  public mounts(): k8s.VolumeMount[] {
    return this.sorted().map(({ slug }) => ({
      name: `dashboards-${slug}`,
      mountPath: `${ROOT}/${slug}`,
      readOnly: true,
    }));
  }

  /** The dashboards of the library are read by its tests, not each time that an app is synthesized. */
  private problemsOf(dashboard: Dashboard, dataSources?: readonly string[]): string[] {
    return dashboard._isShipped ? [] : dashboardProblems(dashboard._model(), dataSources);
  }

  private sorted(): Folder[] {
    return [...this.folders.values()].sort((a, b) => (a.slug < b.slug ? -1 : 1));
  }

  private folderOf(title: string | undefined): Folder {
    const existing = this.folders.get(title);
    if (existing !== undefined) return existing;
    const taken = [...this.folders.values()].map(({ slug }) => slug);
    const folder = { title, slug: title === undefined ? 'general' : slugOf(title, taken), files: [] };
    this.folders.set(title, folder);
    return folder;
  }
}

/** A directory name that tells the folder; with a digest where that would be empty, too long or taken. */
function slugOf(title: string, taken: readonly string[]): string {
  const slug = kebabCase(title);
  const isGood = slug !== '' && slug.length <= LONGEST_SLUG && !taken.includes(slug);
  return isGood ? slug : `${slug.slice(0, LONGEST_SLUG - 9) || 'folder'}-${digest(title)}`;
}

/** The part of an object's name that tells the dashboard: its uid, with a digest where the uid is no object name. */
function objectNameOf(uid: string): string {
  const name = kebabCase(uid);
  return name === uid ? uid : `${name || 'uid'}-${digest(uid)}`;
}

function digest(text: string): string {
  return checksumOf({ text }).slice(0, 8);
}

function layoutProblemsOf(dashboard: Dashboard): string[] {
  if (dashboard._isShipped || dashboard._isLenient) return [];
  const hint = 'mend it in Grafana and export it anew, or let Grafana do so: { lenientLayout: true }';
  return dashboardLayoutProblems(dashboard._model()).map((problem) => `${problem}; ${hint}`);
}

const MOST_SHOWN = 5;

/** A query that is wrong is often wrong in every panel. */
function firstOf(problems: readonly string[]): string[] {
  const more = problems.length - MOST_SHOWN;
  return [...problems.slice(0, MOST_SHOWN), ...(more > 0 ? [`and ${more} more`] : [])];
}
