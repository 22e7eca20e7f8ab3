// Deep on purpose: the package's index loads every L2 class as well and takes about twice as long to load.
import * as k8s from 'cdk8s-plus-28/lib/imports/k8s';

export { k8s };
