import type { KubeObject } from '../kube-object';
import type { Externals } from './externals';

/** Something that holds for the whole output: one message for each object that breaks it, which it begins with. */
export type Rule = (objects: readonly KubeObject[], externals: Externals) => string[];
