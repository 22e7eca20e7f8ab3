import type { Finding } from './check';
import { ConstructPaths, type ConstructMetadata } from './construct-paths';
import { failingSeverities, Ignored } from './ignore';
import { Manifests } from './manifests';
import { CHECKS } from './registry';
import { countsOf, violationsOf, type Result, type Violation } from './report';

/** What of the CLI's context is used; its class stands in `cdk8s-cli/lib/plugins`. */
export interface ValidationContext {
  readonly manifests: readonly string[];
  /** Constructs by the name of their object; empty when the app did not record them. */
  readonly metadata?: ConstructMetadata;
  readonly report: {
    addViolation(violation: Violation): void;
    submit(status: 'success' | 'failure', metadata?: { readonly [key: string]: string }): void;
  };
  parseManifest(path: string): unknown[];
}

/** What is wrong with the names that annotations switch off. */
const SLIPS = {
  name: 'ignore-annotation',
  severity: 'medium',
  why: 'The annotation switches off nothing.',
  fix: 'Name a rule that there is.',
} as const;

const NAMES = [...CHECKS.map(({ name }) => name), SLIPS.name];

/** The rules that are switched on, and what they fail. */
export class ValidationRun {
  private readonly ignored: Ignored;
  private readonly failing: readonly string[];

  public constructor(ignore: readonly string[], failOn: string) {
    this.ignored = new Ignored(ignore, NAMES);
    this.failing = failingSeverities(failOn);
  }

  /** Reads all manifests and submits the report. */
  public report(context: ValidationContext): void {
    const manifests = new Manifests(context.manifests.map((path) => [path, context.parseManifest(path)] as const));
    const all: readonly Result[] = [
      ...CHECKS.map((check) => ({ check, findings: check.run(manifests) })),
      { check: SLIPS, findings: this.ignored.slips(manifests.objects) },
    ];
    const results = all.map(({ check, findings }) => ({
      check,
      findings: findings.filter(({ object }) => !this.ignored.has(check.name, object)),
    }));
    const paths = new ConstructPaths(manifests.objects, context.metadata ?? {});
    for (const violation of violationsOf(results, paths)) context.report.addViolation(violation);
    const counts = countsOf(results);
    const isFailure = Object.entries(counts).some(([severity, count]) => count > 0 && this.failing.includes(severity));
    const found = (list: readonly { readonly findings: readonly Finding[] }[]): number =>
      list.reduce((sum, { findings }) => sum + findings.length, 0);
    context.report.submit(isFailure ? 'failure' : 'success', {
      Objects: String(manifests.objects.length),
      High: String(counts.high),
      Medium: String(counts.medium),
      Low: String(counts.low),
      Ignored: String(found(all) - found(results)),
      ...(paths.isApproximate ? { 'Construct paths': APPROXIMATE } : {}),
    });
  }
}

// construct-metadata.json is keyed by the name of the object alone
const APPROXIMATE = "several objects share a name: a path that ends in '...' is the scope of the one that is meant";
