import { readFileSync } from 'node:fs';
import { fail, invalid } from '../core/errors';
import { checkFlag, checkList, checkProps } from '../core/kinds';
import { checkOneLine, checkText } from '../core/names';

/** Where a dashboard stands in Grafana. */
export interface DashboardOptions {
  /**
   * Folder in Grafana's list of dashboards; made when it is not there. One line of text; `General` is Grafana's own name
   * for the dashboards of no folder.
   *
   * @default - the General folder
   */
  readonly folder?: string;
  /**
   * Whether a layout is taken as it is that Grafana puts right by itself, as one in twelve of the dashboards that people
   * share needs it: panels that overlap or leave the grid, ids that stand twice.
   *
   * @default false
   */
  readonly lenientLayout?: boolean;
}

/** The model of a dashboard as Grafana keeps it. */
export interface DashboardModel {
  readonly [key: string]: unknown;
  readonly uid: string;
  readonly title: string;
}

/**
 * A Grafana dashboard: uid, title, folder, and the JSON model behind them.
 *
 * @see https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/
 * @example
 * Dashboard.fromFile(`${__dirname}/checkout.json`, { folder: 'Checkout' });
 */
export class Dashboard {
  /**
   * From a file that Grafana exported.
   *
   * Throws when the file cannot be read, is no JSON, or has no uid or title.
   *
   * @param path path of the file
   * @param options the folder
   */
  public static fromFile(path: string, options: DashboardOptions = {}): Dashboard {
    return Dashboard.fromJson(readJson(path), options);
  }

  /**
   * From a JSON model, such as a builder of the Grafana Foundation SDK returns. The model is copied.
   *
   * Throws when it has no title, or no uid of at most 40 letters, digits, `-` or `_`, and for an export of another form:
   * an answer of the HTTP API, a resource with `apiVersion` and `spec`.
   *
   * @param model the JSON model
   * @param options the folder
   */
  public static fromJson(model: any, options: DashboardOptions = {}): Dashboard {
    checkProps('Dashboard', options, 'options');
    const { uid, title } = checkedModel(model);
    const copy = copyOf(title, model as DashboardModel);
    return new Dashboard(uid, title, options, false, () => copy);
  }

  /**
   * A dashboard of this library, which is built on first use: the builders take long to load.
   *
   * @internal
   */
  public static _lazy(uid: string, title: string, options: DashboardOptions, model: () => DashboardModel): Dashboard {
    return new Dashboard(uid, title, options, true, model);
  }

  /** Folder in Grafana's list; undefined for the General folder. */
  public readonly folder: string | undefined;
  /** Whether flaws that Grafana mends by itself are taken. @internal */
  public readonly _isLenient: boolean;

  private built?: DashboardModel;

  private constructor(
    /** What links refer to, unique in a Grafana. */
    public readonly uid: string,
    /** What people read and search for, unique in its folder. */
    public readonly title: string,
    options: DashboardOptions,
    /** Whether it comes with this library, whose tests have read its queries already. @internal */
    public readonly _isShipped: boolean,
    private readonly model: () => DashboardModel,
  ) {
    this.folder = options.folder;
    this._isLenient = options.lenientLayout ?? false;
    checkFolder(`Dashboard ${title}`, this.folder);
    checkFlag(`Dashboard ${title}`, 'lenientLayout', options.lenientLayout);
  }

  /** @internal */
  public _model(): DashboardModel {
    this.built ??= this.model();
    return this.built;
  }
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as unknown;
  } catch (error) {
    return fail('Dashboard', `'path' is ${JSON.stringify(path)}; it must be a JSON file: ${(error as Error).message}`);
  }
}

function checkedModel(model: unknown): { uid: string; title: string } {
  if (typeof model !== 'object' || model === null || Array.isArray(model)) {
    invalid(
      'Dashboard',
      'model',
      model,
      "it must be a dashboard's JSON model: an object with 'uid', 'title' and 'panels'",
    );
  }
  checkForm(model);
  const { uid, title } = model as { uid?: unknown; title?: unknown };
  if (typeof title !== 'string' || title.trim() === '')
    invalid('Dashboard', 'title', title, 'it must be text that is not empty');
  checkText('Dashboard', 'title', title);
  if (typeof uid !== 'string' || !/^[A-Za-z0-9_-]{1,40}$/.test(uid)) {
    const rule = "it must be 1 to 40 letters, digits, '-' or '_'; set one, so that links to the dashboard stay valid";
    invalid(`Dashboard ${title}`, 'uid', uid, rule);
  }
  const { panels } = model as { panels?: unknown };
  if (panels !== undefined) checkList(`Dashboard ${title}`, 'panels', panels);
  return { uid, title };
}

/** Refuses what Grafana also calls a dashboard's JSON, and what its provisioning does not read. */
function checkForm(model: object): void {
  const { dashboard, apiVersion, spec, build } = model as { [key: string]: unknown };
  if (typeof build === 'function') fail('Dashboard', "'model' is a builder; pass what its 'build()' returns");
  if (typeof dashboard === 'object' && dashboard !== null) {
    fail('Dashboard', "'model' is an answer of Grafana's HTTP API; pass what stands under its key 'dashboard'");
  }
  if (typeof spec === 'object' && typeof apiVersion === 'string') {
    const rule =
      "it must be in the classic form, with 'uid', 'title' and 'panels' at its top: choose 'Classic' on export";
    fail('Dashboard', `'model' is a resource of ${apiVersion}; ${rule}`);
  }
}

function checkFolder(subject: string, folder: string | undefined): void {
  if (folder === undefined) return;
  checkOneLine(subject, 'folder', folder);
  // Grafana refuses to make a folder of this name, and the dashboards in it would never appear
  if (folder.trim().toLowerCase() === 'general') {
    invalid(subject, 'folder', folder, "it must be left out for a dashboard of no folder: the name is Grafana's own");
  }
}

/** What JSON keeps of a model, so that no later change of the caller's object gets in. */
function copyOf(title: string, model: DashboardModel): DashboardModel {
  try {
    return JSON.parse(JSON.stringify(model)) as DashboardModel;
  } catch (error) {
    return fail(`Dashboard ${title}`, `'model' cannot be written as JSON: ${(error as Error).message.split('\n')[0]}`);
  }
}
