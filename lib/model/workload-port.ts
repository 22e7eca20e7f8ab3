import { fail, type Subject } from '../core/errors';
import type { WorkloadPods } from './scrape-discovery';
import type { WorkloadPort } from './workload';

/** The port of a workload that a target names. Fails when no container declares it. */
export function declaredPort(subject: Subject, jobName: string, target: WorkloadPods): WorkloadPort {
  const { workload, port, portName } = target;
  const declared = workload.ports();
  const match = declared.find(({ name, number }) => (port === undefined ? name === portName : number === port));
  if (match !== undefined) return match;
  const wanted = port === undefined ? `'portName' ${JSON.stringify(portName)}` : `'port' ${port}`;
  const there = declared.length === 0 ? 'none' : [...new Set(declared.map(portText))].join(', ');
  return fail(
    subject,
    `the scrape target '${jobName}' has the ${wanted}; the containers of the ${workload.kind} '${workload.name}' declare ${there}: name one of these, or declare the port in 'containers[].ports'`,
  );
}

function portText({ name, number }: WorkloadPort): string {
  return name === undefined ? String(number) : `'${name}' (${number})`;
}
