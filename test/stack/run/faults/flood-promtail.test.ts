import { testFlood } from './flood-suite';

testFlood('promtail');
