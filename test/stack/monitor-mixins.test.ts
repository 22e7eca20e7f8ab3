import { type App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { AlertProfile, Credentials, type IPlgStack, Mixin, PlgStack, Rule, RuleGroup } from '../../lib';
import { HttpMixin } from '../../lib/mixins/http/http-mixin';
import { NodejsMixin } from '../../lib/mixins/nodejs/nodejs-mixin';
import { OperatorStack } from '../../lib/stack/operator-stack';
import { manifestsOf, testApp } from '../support/manifests';

interface Given {
  readonly app: App;
  readonly plg: IPlgStack;
  readonly shop: Chart;
}

const STACKS: { readonly [name: string]: (chart: Chart) => IPlgStack } = {
  PlgStack: (chart) => new PlgStack(chart, 'Plg', { grafana: { admin: Credentials.fromSecret('grafana-admin') } }),
  OperatorStack: (chart) => new OperatorStack(chart, 'Plg', { selectorLabels: {} }),
};

function given(stack: (chart: Chart) => IPlgStack): Given {
  const app = testApp();
  const plg = stack(new Chart(app, 'monitoring', { namespace: 'monitoring' }));
  return { app, plg, shop: new Chart(app, 'shop', { namespace: 'shop' }) };
}

function service(shop: Chart, name: string): kplus.Deployment {
  return new kplus.Deployment(shop, name, {
    metadata: { name },
    podMetadata: { labels: { app: name } },
    containers: [{ image: 'ghcr.io/acme/api:1', portNumber: 8080 }],
  });
}

/** How often a text stands in all that is made. */
function countOf(app: App, text: string): number {
  return JSON.stringify(manifestsOf(app).objects).split(text).length - 1;
}

describe.each(Object.entries(STACKS))('monitor of a %s', (_name, stack) => {
  test('adds the mixins of a workload', () => {
    const { app, plg, shop } = given(stack);

    plg.monitor(service(shop, 'api'), { port: 8080, mixins: [new HttpMixin(), new NodejsMixin()] });

    expect(countOf(app, 'HttpRequestsFail')).toBe(1);
    expect(countOf(app, 'NodejsEventLoopBlocked')).toBe(1);
    expect(countOf(app, 'nodejs.json')).toBeGreaterThanOrEqual(1);
  });

  test('adds a mixin once, however many workloads name it', () => {
    const { app, plg, shop } = given(stack);

    plg.addMixin(new HttpMixin());
    for (const name of ['api', 'web']) plg.monitor(service(shop, name), { port: 8080, mixins: [new HttpMixin()] });

    expect(countOf(app, 'HttpRequestsFail')).toBe(1);
  });

  test('adds a mixin for a workload that is not scraped', () => {
    const { app, plg, shop } = given(stack);

    plg.monitor(service(shop, 'api'), { scrape: false, mixins: [new HttpMixin()] });

    expect(countOf(app, 'HttpRequestsFail')).toBe(1);
  });

  test('fails for two mixins of one name that are not the same', () => {
    const { plg, shop } = given(stack);
    const message =
      "[monitoring/Plg] another mixin named 'http' was added already; give one of them another name, or both the same options";
    plg.monitor(service(shop, 'api'), { port: 8080, mixins: [new HttpMixin()] });

    for (const [index, mixin] of [
      new HttpMixin({ statusLabel: 'status' }),
      new HttpMixin({ alerts: AlertProfile.FULL }),
      new HttpMixin({ pathLabel: 'path' }),
      new Mixin('http', { ruleGroups: [new RuleGroup('a', { rules: [Rule.record('a:b', { expr: 'up' })] })] }),
    ].entries()) {
      expect(() => plg.monitor(service(shop, `web-${index}`), { port: 8080, mixins: [mixin] })).toThrow(
        new Error(message),
      );
    }
  });

  test('leaves a twin by addMixin an error', () => {
    const { plg, shop } = given(stack);
    plg.monitor(service(shop, 'api'), { port: 8080, mixins: [new HttpMixin()] });

    expect(() => plg.addMixin(new HttpMixin())).toThrow(
      new Error(
        "[monitoring/Plg] a mixin named 'http' was added already; add each once, or give the second another name",
      ),
    );
  });

  test('fails for what is no mixin', () => {
    const { plg, shop } = given(stack);
    const mixins = [undefined] as unknown as Mixin[];

    expect(() => plg.monitor(service(shop, 'api'), { port: 8080, mixins })).toThrow(
      new Error("[monitoring/Plg] 'mixins' is null; it must be made by the class of a mixin: new HttpMixin()"),
    );
  });
});
