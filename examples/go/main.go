// The guide's cluster: the timedeal shop, and the stack that watches it.
package main

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk8s-plg/cdk8s-plg-go/cdk8splg"
	"github.com/cdk8s-plg/cdk8s-plg-go/cdk8splg/timedeal"
	"github.com/cdk8s-team/cdk8s-core-go/cdk8s/v2"
)

func define(app cdk8s.App) cdk8s.App {
	monitoring := cdk8s.NewChart(app, jsii.String("monitoring"), &cdk8s.ChartProps{Namespace: jsii.String("monitoring")})
	plg := cdk8splg.NewPlgStack(monitoring, jsii.String("Plg"), &cdk8splg.PlgStackProps{
		Flavor:     cdk8splg.KubernetesFlavor_K3S,
		Prometheus: &cdk8splg.PrometheusProps{Retention: cdk8s.Duration_Hours(jsii.Number(6))},
		Grafana: &cdk8splg.GrafanaProps{
			Admin:     cdk8splg.Credentials_InsecureDemo(jsii.String("admin"), jsii.String("admin")),
			Discovery: cdk8splg.GrafanaDiscovery_LabelledConfigMaps(nil),
		},
		LogAgent: cdk8splg.LogAgent_Promtail(nil),
	})

	shopChart := cdk8s.NewChart(app, jsii.String("timedeal"), &cdk8s.ChartProps{Namespace: jsii.String("timedeal")})
	shop := timedeal.NewTimedeal(shopChart, jsii.String("Timedeal"), &timedeal.TimedealProps{
		DatabaseCredentials: cdk8splg.Credentials_InsecureDemo(jsii.String("timedeal"), jsii.String("timedeal")),
		MinReplicas:         jsii.Number(2),
		MaxReplicas:         jsii.Number(4),
	})

	plg.Monitor(shop.StockService(), &cdk8splg.MonitorOptions{
		Port:      jsii.Number(8080),
		LogStages: &[]cdk8splg.LogStage{cdk8splg.LogStage_Drop(jsii.String("GET /(healthz|readyz|metrics)"), nil)},
	})
	plg.Monitor(shop.Postgres(), &cdk8splg.MonitorOptions{Port: jsii.Number(9187)})
	plg.AddMixin(timedeal.NewTimedealMixin(shop, nil))
	return app
}

func main() {

	define(cdk8s.NewApp(nil)).Synth()
}
