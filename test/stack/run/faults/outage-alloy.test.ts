import { testOutage } from './outage-suite';

testOutage('alloy');
