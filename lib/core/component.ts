import type { Construct } from 'constructs';
import type { ContainerImage } from './container-image';
import type { Subject } from './errors';
import { type k8s } from './k8s';
import { checkKind, checkProps, checkTexts } from './kinds';
import { checkObjectName } from './names';
import type { ComputeResources } from './resources';

/** What can be said of every component of the stack. */
export interface ComponentProps {
  /**
   * Name of the component's objects; its Service is found under it.
   *
   * @default - the name that the guide's Helm release gives
   */
  readonly name?: string;
  /**
   * Image of the component.
   *
   * @default - the version that this library was tested with
   */
  readonly image?: ContainerImage;
  /**
   * Registry that the images of the component are pulled from instead of their own: a mirror for an air-gapped cluster,
   * such as `registry.corp.example:5000/mirror`.
   *
   * @default - the registry of each image
   */
  readonly imageRegistry?: string;
  /**
   * Names of the Secrets that hold the credentials of the registry.
   *
   * @default - none
   */
  readonly imagePullSecrets?: string[];
  /**
   * CPU and memory of the component's main container; replaces the default as a whole.
   *
   * @default - see the component
   */
  readonly resources?: ComputeResources;
  /**
   * Name of the PriorityClass of its pods.
   *
   * @default - the cluster's default
   */
  readonly priorityClassName?: string;
}

/** Refuses what no component takes; each calls it before it reads its props. */
export function checkComponentProps(scope: Construct, props: ComponentProps): void {
  checkProps(scope, props);
  checkContainerProps(scope, props);
  checkTexts(scope, 'imagePullSecrets', props.imagePullSecrets);
  for (const secret of props.imagePullSecrets ?? []) checkObjectName(scope, 'imagePullSecrets', secret);
  if (props.priorityClassName !== undefined) checkObjectName(scope, 'priorityClassName', props.priorityClassName);
}

/** Refuses another image than a `ContainerImage`, and other resources than `ComputeResources`. */
export function checkContainerProps(subject: Subject, props: Pick<ComponentProps, 'image' | 'resources'>): void {
  checkKind(subject, 'image', props.image, 'mirroredTo', "ContainerImage.parse('docker.io/grafana/loki:3.7.6')");
  checkKind(subject, 'resources', props.resources, '_toKube', "new ComputeResources({ memoryRequest: '256Mi' })");
}

/** The reference of an image, taken from the mirror where one is named. */
export function imageReference(image: ContainerImage, props: { readonly imageRegistry?: string }): string {
  return (props.imageRegistry === undefined ? image : image.mirroredTo(props.imageRegistry)).reference;
}

/** The settings of a pod that are the same in every component. */
export function commonPodSettings(props: ComponentProps): {
  readonly imagePullSecrets?: k8s.LocalObjectReference[];
  readonly priorityClassName?: string;
} {
  return {
    ...(props.imagePullSecrets === undefined
      ? {}
      : { imagePullSecrets: props.imagePullSecrets.map((name) => ({ name })) }),
    ...(props.priorityClassName === undefined ? {} : { priorityClassName: props.priorityClassName }),
  };
}

/** `GOMEMLIMIT` of a Go program that does not read its own memory limit; none without a limit. */
export function goMemoryLimit(resources: ComputeResources): k8s.EnvVar[] {
  const value = resources._goMemoryLimit();
  return value === undefined ? [] : [{ name: 'GOMEMLIMIT', value }];
}

/**
 * A field of the pod as the value of a variable.
 *
 * It has one owner, so that it is written as the API server stores it: where they differ, the first server-side apply after
 * a client-side one conflicts.
 */
export function podField(name: string, fieldPath: string): k8s.EnvVar {
  return { name, valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath } } };
}
