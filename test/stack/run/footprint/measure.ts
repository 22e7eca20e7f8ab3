import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { PrometheusClient } from '../clients';
import { NODE_NAMES } from '../cluster';
import { RecordedKubelet } from '../recorded-kubelet';
import { RunningStack } from '../running-stack';
import { AT_REST, Load, UNDER_LOAD, type LoadOptions } from './load';
import { OtherPods } from './other-pods';
import type { Profile } from './profiles';
import { sampled, type Measured } from './sampler';

const PODS = 60;

// no other running stack has it
const ADDRESS_BLOCK = 23;

/** What one profile used. */
export interface ProfileFootprint {
  readonly profile: Profile;
  readonly stack: RunningStack;
  readonly atRest: readonly Measured[];
  readonly underLoad: readonly Measured[];
  /** Series in the head of Prometheus at the end. */
  readonly series: number;
  readonly failedRequests: number;
}

/**
 * Runs the stack of a profile on three nodes with 60 pods, first at rest, then under load, and tells what its containers used.
 *
 * @param profile which stack
 * @param minutes how long each of the two lasts
 */
export async function measured(profile: Profile, minutes: number): Promise<ProfileFootprint> {
  const stack = new RunningStack({
    manifests: profile.manifests(),
    nodeNames: NODE_NAMES,
    addressBlock: ADDRESS_BLOCK,
    copiesPrograms: true,
  });
  const kubelets = stack.cluster.nodes.map((node) => new RecordedKubelet(stack.cluster, node));
  forgetFiles();
  try {
    await Promise.all(kubelets.map((kubelet) => kubelet.start()));
    await stack.start();
    const others = new OtherPods(stack, PODS - stack.cluster.pods.length);
    for (const kubelet of kubelets) kubelet.showToo(others.pods);
    const run = async (load: LoadOptions): Promise<{ list: Measured[]; failures: number }> => {
      const running = new Load(stack, others, load);
      const list = await sampled(stack.containers, minutes * 60_000);
      return { list, failures: running.stop() };
    };
    const atRest = await run(AT_REST);
    const underLoad = await run(UNDER_LOAD);
    const prometheus = new PrometheusClient(stack.container('prometheus').url());
    const series = await prometheus.get('status/tsdb');
    others.close();
    return {
      profile,
      stack,
      atRest: atRest.list,
      underLoad: underLoad.list,
      series: series.headStats.numSeries,
      failedRequests: atRest.failures + underLoad.failures,
    };
  } finally {
    await Promise.all(kubelets.map((kubelet) => kubelet.stop()));
    await stack.stop();
  }
}

/** What was read before is counted for whoever read it. */
function forgetFiles(): void {
  if (process.getuid?.() !== 0) return;
  spawnSync('sync');
  writeFileSync('/proc/sys/vm/drop_caches', '3');
}
