import { conflictLines, conflictsOf, isManagedBy, managersIn } from '../../deploy/conflicts';
import { manifestOf } from '../../deploy/manifests';

const POSTGRES = manifestOf({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'postgres', namespace: 'shop', managedFields: [{ manager: 'kubectl', operation: 'Update' }] },
});

// as kubectl 1.32 writes them
const ONE =
  'error: Apply failed with 1 conflict: conflict with "argocd-controller" using apps/v1: .spec.template.spec.containers[name="a:b"].image\n' +
  'Please review the fields above--they currently have other managers. Here\nare the ways you can resolve this warning:\n' +
  '* If you intend to manage all of these fields, please re-run the apply\n  command with the `--force-conflicts` flag.\n';
const TWO =
  'error: Apply failed with 3 conflicts: conflicts with "kubectl" with subresource "scale" using apps/v1:\n' +
  '- .spec.replicas\nconflicts with "mystery" using apps/v1:\n- .spec.volumeClaimTemplates\n- .spec.paused\n' +
  'Please review the fields above--they currently have other managers. Here\n* If you intend to manage\n';

describe('the conflicts that kubectl tells of', () => {
  test('are read from a refusal with one field', () => {
    expect(conflictsOf(POSTGRES, ONE)).toEqual([
      {
        manifest: POSTGRES,
        manager: 'argocd-controller',
        fields: ['.spec.template.spec.containers[name="a:b"].image'],
      },
    ]);
  });

  test('are read from a refusal with several managers and fields', () => {
    expect(conflictsOf(POSTGRES, TWO).map(({ manager, fields }) => [manager, fields])).toEqual([
      ['kubectl (scale)', ['.spec.replicas']],
      ['mystery', ['.spec.volumeClaimTemplates', '.spec.paused']],
    ]);
    expect(managersIn(TWO)).toEqual(['kubectl', 'mystery']);
  });

  test('are none in an answer without any', () => {
    expect(conflictsOf(POSTGRES, 'Error from server (Forbidden): no')).toEqual([]);
  });

  test('name each object once, and who set its fields in words', () => {
    expect(conflictLines([...conflictsOf(POSTGRES, TWO), ...conflictsOf(POSTGRES, ONE)])).toEqual([
      '  StatefulSet shop/postgres',
      '    .spec.replicas  set by `kubectl scale`',
      "    .spec.volumeClaimTemplates  set by 'mystery'",
      "    .spec.paused  set by 'mystery'",
      '    .spec.template.spec.containers[name="a:b"].image  set by Argo CD, which will set it back: change it in the repository that Argo CD reads',
    ]);
  });

  test('can only be on objects that the manager has written to', () => {
    expect([isManagedBy(POSTGRES, ['kubectl']), isManagedBy(POSTGRES, ['mystery'])]).toEqual([true, false]);
  });
});
