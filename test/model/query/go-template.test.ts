import { templateProblem } from '../../../lib/model/query/go-template';

describe('templates of alerts', () => {
  test.each([
    'plain text',
    '{{ $labels.pod }} fails at {{ $value | humanizePercentage }}',
    '{{- if eq $labels.a "}}" -}} x {{- else if gt $value 1.5 }} y {{ end -}}',
    '{{ range $i, $x := query "up{job=\\"a\\"}" }}{{ $i }} {{ $x.Labels.pod }} {{ .Value }}{{ end }}',
    '{{ with printf `up{x="%s"}` $labels.x | query }}{{ . | first | value | printf "%.2f" }}{{ end }}',
    '{{/* a comment */}}{{ $externalLabels.cluster }}{{ $externalURL }}{{ (index $labels "a") | toUpper }}',
    '{{ define "x" }}a{{ end }}{{ template "x" }}',
    '{{ $d := humanizeDuration 60 }}{{ $d }}, 5 } } braces }} stay',
  ])('are taken as Prometheus takes them: %s', (template) => {
    expect(templateProblem(template)).toBeUndefined();
  });

  test.each([
    ['{{ $labels.pod }', "'{{ $labels.pod }' is not closed by '}}'"],
    ['{{ $labels.pod {{ $value }}', "'{{ $labels.pod {{ $value }}' is not closed by '}}'"],
    ['{{ $label.pod }}', "the variable '$label' is not defined; did you mean '$labels'?, in '{{ $label.pod }}'"],
    [
      '{{ $value | humanise }}',
      "there is no function 'humanise'; did you mean 'humanize'?, in '{{ $value | humanise }}'",
    ],
    ['{{ labels.pod }}', "there is no function 'labels'; did you mean 'label'?, in '{{ labels.pod }}'"],
    ['{{ if $value }}x', "'{{ if ... }}' has no '{{ end }}'"],
    ['x{{ end }}', "'end' closes nothing, in '{{ end }}'"],
    ['{{ else }}', "'else' stands in no 'if', 'range' or 'with', in '{{ else }}'"],
    ['{{ printf "%s }}', "a quote is not closed, in '{{ printf \"%s }}'"],
    ['{{ $value > 1 }}', "there is no operator '>' in templates, in '{{ $value > 1 }}'"],
    ['{{ if }}x{{ end }}', "'if' needs a value, in '{{ if }}'"],
    ['{{ ($value }}', "the parentheses are not balanced, in '{{ ($value }}'"],
    ['{{ $value || title }}', "a value or function is missing after '|', in '{{ $value || title }}'"],
    ['{{ }}', "the action is empty, in '{{ }}'"],
  ])('are refused as Prometheus refuses them: %s', (template, problem) => {
    expect(templateProblem(template)).toBe(problem);
  });
});
