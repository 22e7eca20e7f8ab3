import { testOutage } from './outage-suite';

testOutage('promtail');
