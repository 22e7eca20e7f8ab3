import { Chart, Yaml } from 'cdk8s';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { define } from './main';
import { testApp } from './test/support/manifests';

const app = define(testApp());

function yamlOf(id: string): string {
  return Yaml.stringify(...Chart.of(app.node.findChild(id)).toJson());
}

describe.each(['monitoring', 'timedeal'])('the chart %s', (id) => {
  test('is the YAML that kubectl gets', () => {
    expect(yamlOf(id)).toMatchSnapshot();
  });

  test('is what is committed in dist/', () => {
    const committed = readFileSync(join(__dirname, 'dist', `${id}.k8s.yaml`), 'utf8').split('\n');
    const firstOther = yamlOf(id)
      .split('\n')
      .findIndex((line, index) => line !== committed[index]);

    // the line alone: a whole dashboard is one line too long to read
    expect(committed[firstOther]?.slice(0, 200)).toBe(yamlOf(id).split('\n')[firstOther]?.slice(0, 200));
    expect(firstOther).toBe(-1);
  });
});

test('main.ts has these two charts alone', () => {
  expect(app.charts.map((chart) => chart.node.id)).toEqual(['monitoring', 'timedeal']);
});
