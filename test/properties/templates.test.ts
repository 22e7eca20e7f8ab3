import fc from 'fast-check';
import { isWritable } from '../../lib/core/names';
import { templateProblem } from '../../lib/model/query/go-template';
import { describeWithAll } from '../stack/run/programs';
import { textOf } from './arbitraries';
import { refusedRules } from './programs';
import { some } from './property';

const ACTIONS = [
  ...['{{ $value }}', '{{$value}}', '{{-$value-}}', '{{- $labels.a -}}', '{{\n$value\n}}', '{{ $value|humanize }}'],
  ...[
    '{{ $labels.pod }}',
    '{{ $labels.a.b }}',
    '{{ $labels . }}',
    '{{ $externalLabels.a }}',
    '{{ .Value }}',
    '{{ .a }}',
  ],
  ...['{{ if eq $labels.a "}}" }}', '{{ if true }}', '{{ else if $labels.a }}', '{{ else }}', '{{ end }}', '{{ . }}'],
  ...['{{ range query "up" }}', '{{ range $i, $e := query "up" }}', '{{ $e.Value }}', '{{ break }}', '{{ continue }}'],
  ...['{{ with $x := 1 }}', '{{ $x }}', '{{ $x = 2 }}', '{{ define "a" }}', '{{ template "a" }}', '{{ block "b" . }}'],
  ...[
    '{{ printf "%.2f" $value }}',
    '{{ index $labels "a" }}',
    '{{ (query "up" | first).Labels.a }}',
    '{{ $ }}',
    '{{ $_ }}',
  ],
  ...[
    '{{/* x */}}',
    "{{ 'a' }}",
    '{{ `}}` }}',
    '{{ -1 }}',
    '{{ 0x1F }}',
    '{{ 1.5e3 }}',
    '{{ 3i }}',
    '{{ .5 }}',
    '{{ 5. }}',
  ],
  ...['{{ nil }}', '{{ "a" "b" }}', '{{ (1) }}', '{{ ((1) }}', '{{ first }}', '{{ and }}', '{{ not true | and 1 }}'],
  ...['{{ externalURL }}', '{{ tmpl "a" . }}', '{{ $labels }}', '{{ -$value }}', '{{ $1 }}', '{{ a }}', '{{ _ }}'],
];

const template = fc
  .array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...ACTIONS) }, textOf('{}"`|$.() ab1', 0, 3)), {
    maxLength: 3,
  })
  .map((parts) => parts.join(''))
  .filter(isWritable);

describeWithAll(['promtool'], 'templates of alerts', () => {
  test('are taken and refused as by Prometheus', () => {
    const templates = [...new Set(some(12_000, template))];
    const refused = refusedRules(templates.map((summary) => ({ alert: 'A', expr: 'up', annotations: { summary } })));
    const otherwise = templates.filter((text, index) => (templateProblem(text) !== undefined) !== refused.has(index));

    expect(otherwise).toEqual([]);
    expect(refused.size).toBeGreaterThan(1000);
    expect(templates.length - refused.size).toBeGreaterThan(1000);
  });
});
