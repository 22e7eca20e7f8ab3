import { testRestart } from './restart-suite';

testRestart('alloy');
