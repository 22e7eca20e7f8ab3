import { testFlood } from './flood-suite';

testFlood('alloy');
