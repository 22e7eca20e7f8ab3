// jsii reads types of a namespace through `export *` alone: by name, it holds them to be unexported
export * from './postgres';
export * from './stock-service';
export * from './timedeal';
export * from './timedeal-ingress';
export * from './timedeal-mixin';
