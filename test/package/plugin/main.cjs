// An app that knows nothing of this library, and whose Deployment the API server would refuse.
const { ApiObject, App, Chart } = require('cdk8s');

const app = new App();
new ApiObject(new Chart(app, 'shop', { namespace: 'shop' }), 'Api', {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'api' },
  spec: {
    selector: { matchLabels: { app: 'api' } },
    template: {
      metadata: { labels: { app: 'apii' } },
      spec: { containers: [{ name: 'api', image: 'ghcr.io/acme/api:1.0.0' }] },
    },
  },
});
app.synth();
