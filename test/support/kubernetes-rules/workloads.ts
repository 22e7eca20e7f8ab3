import { COUNT_OR_PERCENT, from, NOT_EMPTY, oneOf, properties, type Rules } from './fragments';

/** Controllers of pods, their scaling and their disruption. */
export const WORKLOADS: Rules = {
  'apps.v1.DaemonSetSpec': properties({ minReadySeconds: from(0), revisionHistoryLimit: from(0), selector: NOT_EMPTY }),
  'apps.v1.DaemonSetUpdateStrategy': properties({ type: oneOf('RollingUpdate', 'OnDelete') }),
  'apps.v1.DeploymentSpec': properties({
    minReadySeconds: from(0),
    progressDeadlineSeconds: from(1),
    replicas: from(0),
    revisionHistoryLimit: from(0),
    selector: NOT_EMPTY,
  }),
  'apps.v1.DeploymentStrategy': {
    properties: { type: oneOf('Recreate', 'RollingUpdate') },
    // "may not be specified when strategy `type` is 'Recreate'"
    if: { properties: { type: { const: 'Recreate' } }, required: ['type'] },
    then: { maxProperties: 1 },
  },
  'apps.v1.ReplicaSetSpec': properties({ minReadySeconds: from(0), replicas: from(0), selector: NOT_EMPTY }),
  'apps.v1.RollingUpdateDaemonSet': properties({ maxSurge: COUNT_OR_PERCENT, maxUnavailable: COUNT_OR_PERCENT }),
  'apps.v1.RollingUpdateDeployment': properties({ maxSurge: COUNT_OR_PERCENT, maxUnavailable: COUNT_OR_PERCENT }),
  'apps.v1.RollingUpdateStatefulSetStrategy': properties({ maxUnavailable: COUNT_OR_PERCENT, partition: from(0) }),
  'apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy': properties({
    whenDeleted: oneOf('Retain', 'Delete'),
    whenScaled: oneOf('Retain', 'Delete'),
  }),
  'apps.v1.StatefulSetSpec': {
    // optional in the definitions from v1.33 on, required before
    required: ['serviceName'],
    properties: {
      minReadySeconds: from(0),
      podManagementPolicy: oneOf('OrderedReady', 'Parallel'),
      replicas: from(0),
      revisionHistoryLimit: from(0),
      selector: NOT_EMPTY,
    },
  },
  'apps.v1.StatefulSetUpdateStrategy': properties({ type: oneOf('RollingUpdate', 'OnDelete') }),
  'autoscaling.v2.HorizontalPodAutoscalerSpec': properties({ maxReplicas: from(1), minReplicas: from(1) }),
  'autoscaling.v2.HPAScalingPolicy': properties({
    periodSeconds: from(1, 1800),
    type: oneOf('Pods', 'Percent'),
    value: from(1),
  }),
  'autoscaling.v2.HPAScalingRules': properties({
    policies: { minItems: 1 },
    selectPolicy: oneOf('Max', 'Min', 'Disabled'),
    stabilizationWindowSeconds: from(0, 3600),
  }),
  'autoscaling.v2.MetricSpec': {
    minProperties: 2,
    maxProperties: 2,
    properties: { type: oneOf('Object', 'Pods', 'Resource', 'ContainerResource', 'External') },
  },
  'autoscaling.v2.MetricTarget': {
    minProperties: 2,
    properties: { averageUtilization: from(1), type: oneOf('Utilization', 'Value', 'AverageValue') },
  },
  'batch.v1.CronJobSpec': properties({
    concurrencyPolicy: oneOf('Allow', 'Forbid', 'Replace'),
    failedJobsHistoryLimit: from(0),
    schedule: { format: 'cron' },
    startingDeadlineSeconds: from(0),
    successfulJobsHistoryLimit: from(0),
  }),
  'batch.v1.JobSpec': properties({
    activeDeadlineSeconds: from(0),
    backoffLimit: from(0),
    completionMode: oneOf('NonIndexed', 'Indexed'),
    completions: from(0),
    parallelism: from(0),
    template: {
      properties: { spec: { required: ['restartPolicy'], properties: { restartPolicy: oneOf('OnFailure', 'Never') } } },
    },
    ttlSecondsAfterFinished: from(0),
  }),
  'meta.v1.LabelSelectorRequirement': properties({ operator: oneOf('In', 'NotIn', 'Exists', 'DoesNotExist') }),
  'policy.v1.PodDisruptionBudgetSpec': {
    required: ['selector'],
    not: { required: ['minAvailable', 'maxUnavailable'] },
    properties: {
      maxUnavailable: COUNT_OR_PERCENT,
      minAvailable: COUNT_OR_PERCENT,
      unhealthyPodEvictionPolicy: oneOf('IfHealthyBudget', 'AlwaysAllow'),
    },
  },
};

// a controller finds its pods by label and restarts them for ever: "supported values: Always"
const CONTROLLER = properties({
  template: {
    required: ['metadata'],
    properties: { metadata: { required: ['labels'] }, spec: properties({ restartPolicy: oneOf('Always') }) },
  },
});

/** Objects that say nothing without these fields, though the definitions let them pass. */
export const SPECS: Rules = {
  'apps.v1.DaemonSet': { required: ['spec'], properties: { spec: CONTROLLER } },
  'apps.v1.Deployment': { required: ['spec'], properties: { spec: CONTROLLER } },
  'apps.v1.ReplicaSet': { required: ['spec'], properties: { spec: CONTROLLER } },
  'apps.v1.StatefulSet': { required: ['spec'], properties: { spec: CONTROLLER } },
  'autoscaling.v2.HorizontalPodAutoscaler': { required: ['spec'] },
  'batch.v1.CronJob': { required: ['spec'] },
  'batch.v1.Job': { required: ['spec'] },
  'core.v1.PersistentVolumeClaim': { required: ['spec'] },
  'core.v1.Pod': { required: ['spec'] },
  'core.v1.Service': { required: ['spec'] },
  'networking.v1.Ingress': { required: ['spec'] },
  'networking.v1.NetworkPolicy': { required: ['spec'] },
  'policy.v1.PodDisruptionBudget': { required: ['spec'] },
};
