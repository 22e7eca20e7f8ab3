import type { IConstruct } from 'constructs';
import { fail, type Subject } from '../core/errors';
import type { WorkloadPods } from './scrape-discovery';
import type { ScrapeTarget } from './scrape-target';
import type { WorkloadPort } from './workload';

/** The port of a workload that a target names. Fails when no container declares it. */
export function declaredPort(subject: Subject, jobName: string, target: WorkloadPods): WorkloadPort {
  return findPort(target) ?? fail(subject, undeclared(jobName, target));
}

/** Fails the synthesis for the targets that name a port which no container of their workload declares, for all of them at once. */
export function refuseUndeclaredPorts(scraper: IConstruct, targets: () => Iterable<ScrapeTarget>): void {
  scraper.node.addValidation({
    validate: () =>
      [...targets()].flatMap(({ jobName, _discovery: found }) =>
        found.kind === 'workload' && findPort(found) === undefined ? [undeclared(jobName, found)] : [],
      ),
  });
}

function findPort({ workload, port, portName }: WorkloadPods): WorkloadPort | undefined {
  return workload.ports().find(({ name, number }) => (port === undefined ? name === portName : number === port));
}

function undeclared(jobName: string, { workload, port, portName }: WorkloadPods): string {
  const declared = workload.ports();
  const wanted = port === undefined ? `'portName' ${JSON.stringify(portName)}` : `'port' ${port}`;
  const there = declared.length === 0 ? 'none' : [...new Set(declared.map(portText))].join(', ');
  return `the scrape target '${jobName}' has the ${wanted}; the containers of the ${workload.kind} '${workload.name}' declare ${there}: name one of these, or declare the port in 'containers[].ports'`;
}

function portText({ name, number }: WorkloadPort): string {
  return name === undefined ? String(number) : `'${name}' (${number})`;
}
