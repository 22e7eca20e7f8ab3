"""The guide's cluster: the timedeal shop, and the stack that watches it."""

from cdk8s import App, Chart, Duration
from cdk8s_plg import Credentials, GrafanaDiscovery, KubernetesFlavor, LogAgent, LogStage, PlgStack
from cdk8s_plg.timedeal import Timedeal, TimedealMixin


def define(app: App) -> App:
    monitoring = Chart(app, "monitoring", namespace="monitoring")
    plg = PlgStack(
        monitoring,
        "Plg",
        flavor=KubernetesFlavor.K3S,
        prometheus={"retention": Duration.hours(6)},
        grafana={
            "admin": Credentials.insecure_demo("admin", "admin"),
            "discovery": GrafanaDiscovery.labelled_config_maps(),
        },
        log_agent=LogAgent.promtail(),
    )

    shop_chart = Chart(app, "timedeal", namespace="timedeal")
    shop = Timedeal(
        shop_chart,
        "Timedeal",
        database_credentials=Credentials.insecure_demo("timedeal", "timedeal"),
        min_replicas=2,
        max_replicas=4,
    )

    plg.monitor(shop.stock_service, port=8080, log_stages=[LogStage.drop("GET /(healthz|readyz|metrics)")])
    plg.monitor(shop.postgres, port=9187)
    plg.add_mixin(TimedealMixin(shop))
    return app


if __name__ == "__main__":
    define(App()).synth()
