import * as fc from 'fast-check';
import { checkObjectName } from '../../lib/core/names';
import { objectNamePart } from '../../lib/operator/object-name';

describe('objectNamePart', () => {
  test('is the name where that is an object name', () => {
    expect(objectNamePart('stock-service')).toBe('stock-service');
  });

  test.each([
    ['kubelet/cadvisor', /^kubelet-cadvisor-[0-9a-f]{8}$/],
    ['HTTP API (v2)', /^http-api-v2-[0-9a-f]{8}$/],
    ['주문', /^[0-9a-f]{8}$/],
    ['-', /^[0-9a-f]{8}$/],
    ['a'.repeat(250), /^a{91}-[0-9a-f]{8}$/],
  ])('tells %j by as much of it as can be, and a digest', (name, expected) => {
    expect(objectNamePart(name)).toMatch(expected);
  });

  test('is legal, stable and another one for another name', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (one, other) => {
        checkObjectName('test', 'name', objectNamePart(one));
        expect(objectNamePart(one)).toBe(objectNamePart(one));
        expect(objectNamePart(one) === objectNamePart(other)).toBe(one === other);
      }),
    );
  });

  test('tells names apart that are the same in small letters', () => {
    const names = ['a-b', 'a/b', 'A-b', 'a b', '-a-b', 'a--b'];

    expect(new Set(names.map(objectNamePart)).size).toBe(names.length);
  });
});
