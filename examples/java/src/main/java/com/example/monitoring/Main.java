package com.example.monitoring;

import io.github.cdk8splg.Credentials;
import io.github.cdk8splg.GrafanaDiscovery;
import io.github.cdk8splg.GrafanaProps;
import io.github.cdk8splg.KubernetesFlavor;
import io.github.cdk8splg.LogAgent;
import io.github.cdk8splg.LogStage;
import io.github.cdk8splg.MonitorOptions;
import io.github.cdk8splg.PlgStack;
import io.github.cdk8splg.PrometheusProps;
import io.github.cdk8splg.timedeal.Timedeal;
import io.github.cdk8splg.timedeal.TimedealMixin;
import java.util.List;
import org.cdk8s.App;
import org.cdk8s.Chart;
import org.cdk8s.ChartProps;
import org.cdk8s.Duration;

/** The guide's cluster: the timedeal shop, and the stack that watches it. */
public final class Main {

  private Main() {}

  static App define(App app) {
    Chart monitoring = new Chart(app, "monitoring", ChartProps.builder().namespace("monitoring").build());
    PlgStack plg =
        PlgStack.Builder.create(monitoring, "Plg")
            .flavor(KubernetesFlavor.K3S)
            .prometheus(PrometheusProps.builder().retention(Duration.hours(6)).build())
            .grafana(
                GrafanaProps.builder()
                    .admin(Credentials.insecureDemo("admin", "admin"))
                    .discovery(GrafanaDiscovery.labelledConfigMaps())
                    .build())
            .logAgent(LogAgent.promtail())
            .build();

    Chart shopChart = new Chart(app, "timedeal", ChartProps.builder().namespace("timedeal").build());
    Timedeal shop =
        Timedeal.Builder.create(shopChart, "Timedeal")
            .databaseCredentials(Credentials.insecureDemo("timedeal", "timedeal"))
            .minReplicas(2)
            .maxReplicas(4)
            .build();

    plg.monitor(
        shop.getStockService(),
        MonitorOptions.builder()
            .port(8080)
            .logStages(List.of(LogStage.drop("GET /(healthz|readyz|metrics)")))
            .build());
    plg.monitor(shop.getPostgres(), MonitorOptions.builder().port(9187).build());
    plg.addMixin(new TimedealMixin(shop));
    return app;
  }

  public static void main(String[] args) {
    define(new App()).synth();
  }
}
