import { eachObject, type Check } from '../check';
import { unreadableTexts } from '../config-texts';

/** Files of Prometheus and Grafana that are no YAML or JSON at all. */
export const BROKEN_TEXTS: Check = {
  name: 'config-text',
  severity: 'high',
  why: 'The program that reads the file refuses it, or goes on with the one that it had.',
  fix: 'Mend the text at the place that the message names.',
  run: eachObject((object) =>
    unreadableTexts(object)
      // other files are often templates, which only become YAML when something fills them in
      .filter(({ name }) => /rules|^prometheus\.ya?ml$/.test(name) || 'grafana_dashboard' in object.labels)
      .map(({ at, name, problem }) => ({ at, message: `'${name}' cannot be read: ${problem}` })),
  ),
};
