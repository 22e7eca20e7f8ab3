import type { AlertProfile } from '../../../model/alert-profile';
import type { RuleGroup } from '../../../model/rule-group';
import { alertGroup } from '../../alert-group';
import { fileSystemAlerts } from './file-systems';
import { hardwareAlerts } from './hardware';
import { loadAlerts, loadDetails } from './load';
import { memoryAlerts, memoryDetails } from './memory';
import { networkAlerts } from './network';
import { systemAlerts, systemDetails } from './system';

/**
 * What can go wrong with a machine.
 *
 * Two of the well-known alerts are left out since their metrics cannot be there: those of systemd units (the collector is
 * off by default and needs the message bus of the machine) and of text files (node-exporter is given no directory of them).
 */
export function nodeAlerts(profile: AlertProfile): RuleGroup[] {
  return [
    ...alertGroup('node-file-systems', profile, { core: fileSystemAlerts() }),
    ...alertGroup('node-resources', profile, {
      core: [...loadAlerts(), ...memoryAlerts()],
      full: [...loadDetails(), ...memoryDetails()],
    }),
    ...alertGroup('node-network', profile, { core: networkAlerts() }),
    ...alertGroup('node-system', profile, { core: systemAlerts(), full: [...systemDetails(), ...hardwareAlerts()] }),
  ];
}
