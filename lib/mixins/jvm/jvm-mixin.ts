import { buildDashboard } from '../../dashboard-builder/build-dashboard';
import { AlertProfile, checkMixinOptions, type MixinOptions } from '../../model/alert-profile';
import { Dashboard } from '../../model/dashboard';
import { Mixin } from '../../model/mixin';
import { jvmAlerts } from './jvm-alerts';
import { JVM, jvm } from './jvm-dashboard';

/**
 * What goes on inside of programs on the Java virtual machine: heap, garbage collection, threads, classes and open files.
 *
 * It reads the metrics of Micrometer (Spring Boot, Quarkus, Micronaut) and those of the Java client of Prometheus 1.x, which
 * are the JMX exporter's too, under whatever job; not those of the client 0.x. Of Micrometer it needs `JvmHeapPressureMetrics`
 * beside the others, as Spring Boot binds them. The dashboard is about pods.
 *
 * @see https://docs.micrometer.io/micrometer/reference/reference/jvm.html
 * @see https://prometheus.github.io/client_java/instrumentation/jvm/
 * @example
 * plg.monitor(orders, { port: 8080, path: '/actuator/prometheus', mixins: [new JvmMixin()] });
 */
export class JvmMixin extends Mixin {
  /** @param options which alerts are wanted */
  public constructor(options: MixinOptions = {}) {
    checkMixinOptions('JvmMixin', options);
    super('jvm', {
      dashboards: [Dashboard._lazy(JVM.uid, JVM.title, {}, () => buildDashboard(jvm()))],
      ruleGroups: jvmAlerts(options.alerts ?? AlertProfile.CORE),
    });
  }
}
