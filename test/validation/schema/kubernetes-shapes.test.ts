import shapes from '../../../lib/validation/schema/kubernetes-shapes.json';
import { FIELDS_WITH_CHOICES } from '../../../lib/validation/schema/choices';
import { generatedPage } from '../../support/generated-page';
import { shapesOfSchemas } from '../support/shapes';

test('the fields that the plugin knows are those of Kubernetes 1.28 and 1.36', () => {
  const now = shapesOfSchemas();

  const is = generatedPage('lib/validation/schema/kubernetes-shapes.json', `${JSON.stringify(now)}\n`);

  expect(JSON.parse(is)).toEqual(now);
});

test('the fields that take a few words alone are fields of Kubernetes', () => {
  const { types } = shapesOfSchemas() as { types: { [type: string]: { [field: string]: string } } };

  const unknown = FIELDS_WITH_CHOICES.filter((path) => {
    const at = path.lastIndexOf('.');
    return types[path.slice(0, at)]?.[path.slice(at + 1)] === undefined;
  });

  expect(unknown).toEqual([]);
});

test('the fields that the plugin knows stay far below the size of the schemas', () => {
  expect(JSON.stringify(shapes).length).toBeLessThan(60_000);
});
