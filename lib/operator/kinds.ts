import type * as Monitoring from '../../imports/monitoring.coreos.com';

let loaded: typeof Monitoring | undefined;

/** The operator's kinds, loaded on first use: they are a megabyte of generated code, and most apps have none of them. */
export function operatorKinds(): typeof Monitoring {
  loaded ??= require('../../imports/monitoring.coreos.com') as typeof Monitoring;
  return loaded;
}
