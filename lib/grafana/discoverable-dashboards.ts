import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { invalid } from '../core/errors';
import { checkKind } from '../core/kinds';
import { checkNoOctal } from '../core/names';
import type { Dashboard } from '../model/dashboard';
import { DASHBOARD } from '../model/kinds';
import { DashboardFiles, type DashboardFilesProps } from './dashboard-files';

/** What the ConfigMaps of dashboards have in common that the sidecar of a Grafana finds. */
export interface DiscoverableDashboardsProps extends DashboardFilesProps {
  /** Annotation by which the sidecar is told the folder. */
  readonly folderAnnotation: string;
}

/** Dashboards for a Grafana that looks for labelled ConfigMaps, each annotated with its folder. */
export class DiscoverableDashboards extends DashboardFiles {
  private readonly folderAnnotation: string;

  public constructor(
    private readonly stack: Construct,
    id: string,
    props: DiscoverableDashboardsProps,
  ) {
    super(stack, id, props);
    this.folderAnnotation = props.folderAnnotation;
  }

  /** Adds a dashboard; fails as its base does, and for a folder that cannot be a directory. */
  public override add(dashboard: Dashboard): void {
    checkKind(this.stack, 'dashboard', dashboard ?? null, ...DASHBOARD);
    const { uid, title, folder } = dashboard;
    if (folder !== undefined && /\/|^\./.test(folder)) {
      const rule = "it must have no '/' and not begin with '.': the sidecar of Grafana makes a directory of it";
      invalid(this.stack, `folder of the dashboard ${title}`, folder, rule);
    }
    if (folder !== undefined) checkNoOctal(this.stack, `folder of the dashboard ${title}`, folder);
    super.add(dashboard);
    if (folder !== undefined)
      ApiObject.of(this.node.findChild(uid)).metadata.addAnnotation(this.folderAnnotation, folder);
  }
}
