export { Postgres, type PostgresProps } from './postgres';
export { StockService, type StockServiceProps } from './stock-service';
export { Timedeal, type TimedealProps } from './timedeal';
export { TimedealIngress, type TimedealIngressProps } from './timedeal-ingress';
