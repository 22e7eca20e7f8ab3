// An ECMAScript module whose workloads come from every cdk8s-plus that there is, all watched by one stack.
import assert from 'node:assert/strict';
import { App, Chart, Testing, YamlOutputType } from 'cdk8s';
import * as plus28 from 'cdk8s-plus-28';
import * as plus29 from 'cdk8s-plus-29';
import * as plus30 from 'cdk8s-plus-30';
import * as plus31 from 'cdk8s-plus-31';
import * as plus32 from 'cdk8s-plus-32';
import * as plus33 from 'cdk8s-plus-33';
import { Credentials, LogStage, PlgStack, timedeal } from 'cdk8s-plg';
import { parse } from 'yaml';

const LIBRARIES = { plus28, plus29, plus30, plus31, plus32, plus33 };

const app = new App({ yamlOutputType: YamlOutputType.FILE_PER_CHART });
const monitoring = new Chart(app, 'monitoring', { namespace: 'monitoring' });
const plg = new PlgStack(monitoring, 'Plg', { grafana: { admin: Credentials.fromSecret('grafana-admin') } });

const shop = new Chart(app, 'shop', { namespace: 'shop' });
for (const [name, { Deployment }] of Object.entries(LIBRARIES)) {
  const api = new Deployment(shop, name, {
    metadata: { name },
    containers: [{ image: 'ghcr.io/acme/api:1.0.0', portNumber: 8080 }],
  });
  plg.monitor(api, { port: 8080, logStages: [LogStage.drop('GET /healthz')] });
}

const configMaps = Testing.synth(monitoring).filter(({ kind }) => kind === 'ConfigMap');
const config = configMaps.map(({ data }) => data['prometheus.yml']).find((text) => text !== undefined);
const jobs = parse(config).scrape_configs.map(({ job_name }) => job_name);
assert.deepEqual(
  jobs.filter((job) => job in LIBRARIES),
  Object.keys(LIBRARIES),
);
assert.equal(typeof timedeal.Timedeal, 'function');
console.log(`watched: ${Object.keys(LIBRARIES).join(', ')}`);
