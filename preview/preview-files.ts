import type { App } from 'cdk8s';
import { dashboardPicture } from './dashboard/dashboard-picture';
import { dashboardsOf } from './dashboard/dashboards';
import { indexPage, pictureNames } from './dashboard/index-page';
import { objectsOf } from './objects';
import { stackGraph } from './stack/graph';
import { stackPicture } from './stack/stack-picture';

/**
 * The pictures of an app, and of the dashboards of others: path below `docs` -> text. The same apps give the same bytes.
 */
export function previewFiles(app: App, ...others: App[]): { readonly [path: string]: string } {
  const dashboards = [app, ...others].flatMap((one) => dashboardsOf(objectsOf(one)));
  const names = pictureNames(dashboards);
  return {
    ...Object.fromEntries(
      dashboards.map((dashboard, index) => [`preview/${names[index]}`, dashboardPicture(dashboard)]),
    ),
    'preview/README.md': indexPage(dashboards, names),
    'stack.svg': stackPicture(stackGraph(app)),
  };
}
