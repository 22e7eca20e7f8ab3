import { SEVERITIES, type Check, type Finding, type Severity } from './check';
import type { ConstructPaths } from './construct-paths';
import type { ManifestObject } from './manifest-object';

/** What a rule found. */
export interface Result {
  readonly check: Omit<Check, 'run'>;
  readonly findings: readonly Finding[];
}

/** A rule and the objects that violate it, as the CLI prints it. */
export interface Violation {
  readonly ruleName: string;
  readonly recommendation: string;
  readonly fix: string;
  readonly violatingResources: readonly ViolatingResource[];
}

export interface ViolatingResource {
  readonly resourceName: string;
  readonly locations: readonly string[];
  readonly manifestPath: string;
}

/** The violations, the worst first; a rule that found some of two severities stands there twice. */
export function violationsOf(results: readonly Result[], paths: ConstructPaths): readonly Violation[] {
  return SEVERITIES.flatMap((severity) =>
    results.flatMap((result) => {
      const findings = result.findings.filter((finding) => severityOf(result, finding) === severity);
      return findings.length === 0 ? [] : [violationOf(result, severity, findings, paths)];
    }),
  );
}

/** How many places of each severity there are. */
export function countsOf(results: readonly Result[]): { readonly [severity in Severity]: number } {
  const severities = results.flatMap((result) => result.findings.map((finding) => severityOf(result, finding)));
  const count = (wanted: Severity): number => severities.filter((severity) => severity === wanted).length;
  return { high: count('high'), medium: count('medium'), low: count('low') };
}

function severityOf({ check }: Result, finding: Finding): Severity {
  return finding.severity ?? check.severity;
}

function violationOf(
  { check }: Result,
  severity: Severity,
  findings: readonly Finding[],
  paths: ConstructPaths,
): Violation {
  const byObject = new Map<ManifestObject, Finding[]>();
  for (const finding of findings) byObject.set(finding.object, [...(byObject.get(finding.object) ?? []), finding]);
  return {
    ruleName: check.name,
    recommendation: `[${severity}] ${check.why}`,
    fix: `${check.fix} To accept it: \`ignore: [${check.name}]\`, or the annotation \`plg.cdk8s.io/ignore: ${check.name}\`.`,
    violatingResources: [...byObject].map(([object, places]) => ({
      resourceName: paths.keyOf(object),
      locations: [...new Set(places.map(({ at, message }) => locationOf(object, at, message)))],
      manifestPath: object.manifestPath,
    })),
  };
}

/** The CLI prints the name alone: the kind must be read from here. */
function locationOf(object: ManifestObject, at: string, message: string): string {
  return at === '' ? `${object.title}: ${message}` : `${object.title}, ${at}: ${message}`;
}
