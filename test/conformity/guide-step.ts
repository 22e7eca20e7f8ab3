import type { GuideOutput } from './guide-output';

/** One thing that the guide says, what stands in its place here, and how the output shows it. */
export interface GuideStep {
  /** Number of the guide's section: `2.3`. */
  readonly section: string;
  /** What the guide says: a command, a Helm value, a name, a query. */
  readonly guide: string;
  /** What replaces it, in words for people. */
  readonly here: string;
  /** What is better than with the guide's charts; left out where it is the same. */
  readonly better?: string;
  /** Fails unless the synthesized output keeps what the guide says. */
  readonly holds: (output: GuideOutput) => void;
}
