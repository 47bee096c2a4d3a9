import { nameOf, type Component } from "./sbom.ts";

/** Licences that ask for a notice and no more. */
const welcome = new Set([
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "CC0-1.0",
  "ISC",
  "MIT",
  "MIT-0",
  "PostgreSQL",
  "Python-2.0",
  "Unlicense",
]);

/** Packages under a licence that nobody has agreed to, or under none. Our own have none. */
export function findUnwelcomeLicences(components: readonly Component[]): string[] {
  return components
    .filter(({ group }) => group !== "@kyc-gateway")
    .flatMap((component) => {
      const licences = (component.licenses ?? []).map(
        ({ license, expression }) => expression ?? license?.id ?? license?.name ?? "",
      );
      const isWelcome = licences.length > 0 && licences.every(isWelcomeExpression);
      const named = licences.join(", ") || "no licence";
      return isWelcome ? [] : [`${nameOf(component)} ${component.version}: ${named}`];
    });
}

/** Of alternatives one is enough; of licences that hold together all. */
function isWelcomeExpression(expression: string): boolean {
  return expression
    .replaceAll(/[()]/g, "")
    .split(" OR ")
    .some((choice) => choice.split(" AND ").every((licence) => welcome.has(licence.trim())));
}
