// What the API server checks beyond the types that its definitions state: enums, ranges, fields that exclude each other.
// Each entry is laid over the definition of that name (without `io.k8s.api.`). Sources, all in kubernetes/kubernetes:
//   core.v1          pkg/apis/core/validation/validation.go, constants in staging/src/k8s.io/api/core/v1/types.go
//   apps.v1          pkg/apis/apps/validation/validation.go          batch.v1       pkg/apis/batch/validation/validation.go
//   autoscaling.v2   pkg/apis/autoscaling/validation/validation.go   networking.v1  pkg/apis/networking/validation/validation.go
//   policy.v1        pkg/apis/policy/validation/validation.go        rbac.v1        pkg/apis/rbac/validation/validation.go
//   scheduling.v1    pkg/apis/scheduling/validation/validation.go    storage.v1     pkg/apis/storage/validation/validation.go
// Where a newer version allows more, the rule keeps to what v1.28 takes.

import { CONFIG } from './config';
import { PODS } from './pods';
import { STORAGE } from './storage';
import { TRAFFIC } from './traffic';
import { SPECS, WORKLOADS } from './workloads';
import type { Rules } from './fragments';

/** What the API server checks beyond the types that its definitions state. */
export const RULES: Rules = { ...CONFIG, ...PODS, ...STORAGE, ...TRAFFIC, ...WORKLOADS, ...SPECS };
