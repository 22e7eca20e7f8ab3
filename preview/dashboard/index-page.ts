import type { DashboardModel } from './dashboard-model';

/** The file names of the pictures: made of the titles, and of the uid as well where two titles are the same. */
export function pictureNames(dashboards: readonly DashboardModel[]): string[] {
  const slugs = dashboards.map(({ title }) => slugOf(title));
  return dashboards.map(({ uid }, index) => {
    const slug = slugs[index] ?? '';
    const isUnique = slug !== '' && slugs.indexOf(slug) === slugs.lastIndexOf(slug);
    return `${isUnique ? slug : [slug, slugOf(uid)].filter((part) => part !== '').join('-') || String(index)}.svg`;
  });
}

function slugOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]+/gu, '-')
    .replace(/^-|-$/g, '');
}

/** A page that shows all pictures. */
export function indexPage(dashboards: readonly DashboardModel[], names: readonly string[]): string {
  const sections = dashboards.map(({ title, description }, index) => {
    const file = names[index] ?? '';
    const about = description === '' ? [] : [markdown(description), ''];
    return [`## ${markdown(title)}`, '', ...about, `[![${markdown(title)}](${file})](${file})`].join('\n');
  });
  const entries = dashboards.map(({ title }, index) => `- [${markdown(title)}](${names[index] ?? ''})`);
  const intro = [
    '# The dashboards, as wireframes',
    '',
    'Drawn by `npm run preview` from the dashboards that `main.ts` synthesizes, and from those of the mixins for programs: panels',
    'at their places with their units, thresholds and queries. Curves and figures stand for any data. Opened by itself, a picture shows the description of a',
    'panel and its queries in full where the pointer rests.',
    '',
    ...entries,
  ].join('\n');
  return `${[intro, ...sections].join('\n\n')}\n`;
}

/** Without what Markdown reads as markup. */
function markdown(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]<>#|]/g, (character) => `\\${character}`);
}
