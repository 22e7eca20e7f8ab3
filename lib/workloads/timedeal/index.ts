export * from './postgres';
export * from './stock-service';
export * from './timedeal';
export * from './timedeal-ingress';
