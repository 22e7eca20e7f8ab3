/** The colours of all pictures. They bring their own light ground and so look the same in a dark theme. */
export const INK = {
  ground: '#f4f6f8',
  panel: '#ffffff',
  field: '#f7f8fa',
  border: '#d5dae1',
  grid: '#e9ecf0',
  text: '#1f2733',
  muted: '#5d6775',
  faint: '#98a2b0',
  bar: '#dde2e9',
  link: '#c3d3ea',
} as const;

/** Curves: told apart, and as neutral as a drawing that stands for any data should be. */
export const CURVES = ['#8ea0b8', '#b4c0cf', '#6c7f99', '#ccd5e0'] as const;

/** Grafana's names of colours, without their shades. */
const NAMED: { readonly [name: string]: string } = {
  green: '#3d9a57',
  yellow: '#d9a400',
  orange: '#e8811a',
  red: '#d23f3f',
  blue: '#3f74c6',
  purple: '#8a5cc2',
  text: INK.muted,
  transparent: INK.faint,
};

/** A colour of Grafana's as one of SVG: `dark-red` is red; what is unknown is grey. */
export function colorOf(name: string | undefined): string {
  if (name !== undefined && /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.test(name)) return name;
  return NAMED[name?.split('-').at(-1) ?? ''] ?? INK.faint;
}
