/** A revocation's plan and results as one JSON object. */
import type { Finding } from '../core/finding.ts';
import { maskKeysIn } from '../core/key-mask.ts';
import { showPath } from '../core/path-text.ts';
import type { PlannedKey, RevocationReport } from '../core/revocation-report.ts';
import { jsonArray, jsonText } from './json-text.ts';
import { radiusJson, revocationJson, verificationJson } from './verdict-json.ts';

const FORMAT_VERSION = 1;
const LISTED_PLACES = 100;

export function* revocationJsonReport(report: RevocationReport): Generator<string> {
  const { tool, api, plan, others, leftAlone, missing, revocations } = report;
  yield `{\n  "version": ${FORMAT_VERSION},\n  "tool": ${jsonText(tool, 1)},\n  "api": ${jsonText(maskKeysIn(api))}`;
  yield ',\n  "plan": ';
  yield* jsonArray(plan.map(plannedJson), 1);
  yield ',\n  "results": ';
  yield* jsonArray(
    plan.flatMap(({ secret }) => {
      const revocation = revocations.get(secret.id);
      return revocation
        ? [{ secretId: secret.id, masked: secret.masked, ...revocationJson(revocation) }]
        : [];
    }),
    1,
  );
  yield ',\n  "others": ';
  yield* jsonArray(
    others.map(({ secret, verification }) => ({
      secretId: secret.id,
      masked: secret.masked,
      verification: verificationJson(verification),
    })),
    1,
  );
  yield ',\n  "leftAlone": ';
  yield* jsonArray(
    leftAlone.map(({ secret, reason }) => ({ secretId: secret.id, masked: secret.masked, reason })),
    1,
  );
  yield ',\n  "missing": ';
  yield* jsonArray(
    missing.map(({ secretId, masked }) => ({ secretId, masked: maskKeysIn(masked) })),
    1,
  );
  yield '\n}\n';
}

function plannedJson({ secret, radius, strategy, obstacle, findings }: PlannedKey) {
  return {
    secretId: secret.id,
    masked: secret.masked,
    ...radiusJson(radius),
    strategy,
    obstacle,
    findings: findings.length,
    places: findings.slice(0, LISTED_PLACES).map(placeJson),
  };
}

function placeJson({ path, container, region, exposure }: Finding) {
  return {
    path: maskKeysIn(showPath(path)),
    container: container === undefined ? undefined : maskKeysIn(showPath(container)),
    startLine: region.startLine,
    startColumn: region.startColumn,
    exposure,
  };
}
