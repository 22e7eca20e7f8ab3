import { App, Chart } from 'cdk8s';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { entryOfIngress, entryOfK3d } from '../../deploy/entry';
import { manifestOf, readManifests, type Manifest } from '../../deploy/manifests';
import { nextSteps } from '../../deploy/next-commands';
import { Credentials, PlgStack } from '../../lib';
import { define } from '../../main';
import { scratchFolder } from '../support/scratch-folder';

const K3D = readFileSync(join(__dirname, '..', '..', 'k3d.yaml'), 'utf8');

function synthesized(fill: (app: App) => void): Manifest[] {
  const outdir = scratchFolder();
  const app = new App({ outdir });
  fill(app);
  app.synth();
  return readManifests(outdir);
}

function linesOf(manifests: readonly Manifest[], context = ''): { [title: string]: readonly string[] } {
  const steps = nextSteps(manifests, context, () => entryOfK3d('k3d-timedeal', K3D));
  return Object.fromEntries(steps.map(({ title, lines }) => [title, lines]));
}

describe('what to do next in the cluster of the guide', () => {
  const manifests = synthesized(define);
  const next = linesOf(manifests);

  test('Grafana opens with the command of the guide, and the login comes from its Secret', () => {
    expect(Object.keys(next)[0]).toBe('grafana');
    expect(next['grafana']).toEqual([
      'kubectl port-forward -n monitoring svc/prom-grafana 3000:80',
      'http://localhost:3000',
      `user: kubectl get secret -n monitoring prom-grafana -o go-template='{{index .data "admin-user" | base64decode}}{{"\\n"}}'`,
      `password: kubectl get secret -n monitoring prom-grafana -o go-template='{{index .data "admin-password" | base64decode}}{{"\\n"}}'`,
    ]);
  });

  test('Prometheus opens, and what is no page for people does not', () => {
    expect(next['prometheus']?.[1]).toBe('http://localhost:9090');
    expect(Object.keys(next)).toEqual(['grafana', 'prometheus', 'stock-service', 'pods', 'logs']);
  });

  test('the shop is where k3d.yaml opens it', () => {
    expect(next['stock-service']).toEqual(['http://localhost:8080/']);
  });

  test('the logs are those of what can be opened', () => {
    expect(next['logs']).toEqual([
      'kubectl logs -n monitoring deployment/prom-grafana --all-containers -f',
      'kubectl logs -n monitoring statefulset/prometheus-prom-kube-prometheus-stack-prometheus --all-containers -f',
      'kubectl logs -n timedeal deployment/stock-service --all-containers -f',
    ]);
  });

  test('every command names a context that is not current', () => {
    const commands = Object.values(linesOf(manifests, ' --context prod'))
      .flat()
      .filter((line) => line.includes('kubectl '));

    expect(commands.length).toBeGreaterThan(6);
    expect(commands.filter((line) => !line.includes(' --context prod'))).toEqual([]);
  });

  test('no value of a Secret is shown', () => {
    const demo = synthesized((app) => {
      const chart = new Chart(app, 'm', { namespace: 'm' });
      new PlgStack(chart, 'Plg', { grafana: { admin: Credentials.insecureDemo('boss-7c1', 'pass-9f2') } });
    });

    expect(JSON.stringify(demo)).toContain('pass-9f2');
    expect(JSON.stringify(linesOf(demo))).not.toMatch(/boss-7c1|pass-9f2/);
  });
});

describe('what to do next elsewhere', () => {
  test('a Secret that the user brings is named with its own keys', () => {
    const next = linesOf(
      synthesized((app) => {
        const chart = new Chart(app, 'm', { namespace: 'watch' });
        new PlgStack(chart, 'Plg', { grafana: { admin: Credentials.fromSecret('team-login') } });
      }),
    );

    expect(next['grafana']?.[3]).toMatch(/^password: kubectl get secret -n watch team-login -o go-template=/);
  });

  test('two pages on one port take one after the other on this machine', () => {
    const page = (name: string): Manifest[] => [
      manifestOf({
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name, namespace: 'a' },
        spec: { selector: { app: name }, ports: [{ name: 'http-web', port: 80 }] },
      }),
      manifestOf({
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name, namespace: 'a' },
        spec: { template: { metadata: { labels: { app: name } } } },
      }),
    ];

    const next = linesOf([...page('one'), ...page('two')]);

    expect([next['one']?.[0], next['two']?.[0]]).toEqual([
      'kubectl port-forward -n a svc/one 8080:80',
      'kubectl port-forward -n a svc/two 8081:80',
    ]);
  });

  test.each([
    [{ rules: [{ host: 'shop.example', http: { paths: [{ path: '/' }] } }] }, 'http://shop.example/'],
    [{ tls: [{}], rules: [{ host: 'shop.example', http: { paths: [{ path: '/api' }] } }] }, 'https://shop.example/api'],
    [{ rules: [{ http: { paths: [{ path: '/' }] } }] }, 'http://172.18.0.2/'],
  ])('an Ingress is reached at its host, or at the address of its controller', (spec, url) => {
    const ingress = manifestOf({ kind: 'Ingress', metadata: { name: 'shop' }, spec });
    const status = { loadBalancer: { ingress: [{ ip: '172.18.0.2' }] } };

    const [step] = nextSteps([ingress], '', () => entryOfIngress({ status }));

    expect(step).toEqual({ title: 'shop', lines: [url] });
  });

  test('an Ingress without an address is asked for', () => {
    const ingress = manifestOf({
      kind: 'Ingress',
      metadata: { name: 'shop', namespace: 'a' },
      spec: { rules: [{ http: { paths: [{}] } }] },
    });

    const [step] = nextSteps([ingress], '', () => entryOfIngress({}));

    expect(step?.lines).toEqual(['kubectl get ingress -n a shop']);
  });

  test('k3d.yaml counts for its own cluster alone', () => {
    expect(entryOfK3d('k3d-timedeal', K3D)).toEqual({ http: 'localhost:8080', https: undefined });
    expect(entryOfK3d('k3d-other', K3D)).toEqual({});
    expect(entryOfK3d('k3d-timedeal', '')).toEqual({});
  });
});
