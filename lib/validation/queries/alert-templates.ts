import type { Check } from '../check';
import { textEntries } from '../untyped';
import { templateProblem } from '../../model/query/go-template';
import { ruleFilesOf, rulesOf } from './rule-groups';

/** Templates in labels and annotations of alerts. */
export const ALERT_TEMPLATES: Check = {
  name: 'alert-template',
  severity: 'high',
  why: 'Prometheus and Loki refuse a rule file for a label or annotation whose template they cannot read.',
  fix: 'Close each `{{` with `}}` and each `if`, `range` and `with` with `{{ end }}`; use the functions of Prometheus alone.',
  run: ({ objects }) =>
    objects.flatMap(ruleFilesOf).flatMap((file) =>
      rulesOf(file)
        .filter(({ fields }) => fields['alert'] !== undefined)
        .flatMap(({ at, fields }) =>
          ['labels', 'annotations'].flatMap((field) =>
            textEntries(fields[field]).flatMap(([name, text]) => {
              const message = templateProblem(text);
              return message === undefined ? [] : [{ object: file.object, at: `${at}.${field}['${name}']`, message }];
            }),
          ),
        ),
    ),
};
