import { bottomOf, layOut } from '../../lib/dashboard-builder/grid';

describe('layOut', () => {
  test('places boxes side by side while they fit into 24 columns', () => {
    const places = layOut(
      [
        { w: 12, h: 8 },
        { w: 12, h: 8 },
        { w: 24, h: 4 },
      ],
      0,
    );

    expect(places).toEqual([
      { x: 0, y: 0, w: 12, h: 8 },
      { x: 12, y: 0, w: 12, h: 8 },
      { x: 0, y: 8, w: 24, h: 4 },
    ]);
  });

  test('wraps before a box would cross the right edge', () => {
    const places = layOut(
      [
        { w: 6, h: 4 },
        { w: 12, h: 8 },
        { w: 12, h: 8 },
      ],
      0,
    );

    expect(places.map(({ x, y }) => [x, y])).toEqual([
      [0, 0],
      [6, 0],
      [0, 8],
    ]);
  });

  test('begins a new line below the highest box of the line before', () => {
    const places = layOut(
      [
        { w: 16, h: 10 },
        { w: 8, h: 4 },
        { w: 8, h: 4 },
      ],
      3,
    );

    expect(places[2]).toEqual({ x: 0, y: 13, w: 8, h: 4 });
  });
});

describe('bottomOf', () => {
  test('is the first line below the highest box', () => {
    const places = layOut(
      [
        { w: 16, h: 10 },
        { w: 8, h: 4 },
      ],
      3,
    );

    expect(bottomOf(places, 3)).toBe(13);
  });

  test('is the top where there are no boxes', () => {
    expect(bottomOf([], 5)).toBe(5);
  });
});
