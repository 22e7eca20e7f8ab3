import { type Duration } from 'cdk8s';
import { k8s } from './k8s';

/** When a probe asks, how long it waits, how often it may fail. */
export interface ProbeTimings {
  readonly period: Duration;
  readonly timeout: Duration;
  readonly failures: number;
}

/** An HTTP GET on a named port of the container; the images of the stack have no shell for anything else. */
export function httpProbe(port: string, path: string, timings: ProbeTimings): k8s.Probe {
  return { httpGet: { path, port: k8s.IntOrString.fromString(port) }, ...times(timings) };
}

/** A command in the container. */
export function execProbe(command: string[], timings: ProbeTimings): k8s.Probe {
  return { exec: { command }, ...times(timings) };
}

function times(timings: ProbeTimings): k8s.Probe {
  return {
    periodSeconds: timings.period.toSeconds(),
    timeoutSeconds: timings.timeout.toSeconds(),
    failureThreshold: timings.failures,
  };
}
