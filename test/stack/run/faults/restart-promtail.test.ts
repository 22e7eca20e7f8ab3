import { testRestart } from './restart-suite';

testRestart('promtail');
