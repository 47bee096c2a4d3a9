const nameForm = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const longestName = 40;
const taken = new Set(["kit", "template"]);

/** Everything that a new adapter is called. */
export interface AdapterName {
  /** The adapter's id, and the last part of its package's name: `acme-id`. */
  readonly id: string;
  /** For people: `Acme Id`. */
  readonly displayName: string;
  /** In code: `AcmeId`. */
  readonly typeName: string;
}

/** Throws with advice when the name cannot be an adapter's id. */
export function parseAdapterName(name: string): AdapterName {
  if (!nameForm.test(name) || name.length > longestName || taken.has(name)) {
    throw new AdapterNameError(
      `"${name}" cannot name an adapter: give lower case letters, digits and single hyphens, at most ${longestName} characters, such as "acme-id".`,
    );
  }
  const words = name.split("-").map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`);
  return { id: name, displayName: words.join(" "), typeName: words.join("") };
}

const packageForm = /^@[a-z0-9][a-z0-9._-]*\/[a-z0-9][a-z0-9._-]*$/;
const longestPackageName = 214;

/** Throws with advice when a package cannot be called so, or when anybody else could register the name. */
export function parsePackageName(name: string): string {
  if (packageForm.test(name) && name.length <= longestPackageName) return name;
  throw new AdapterNameError(
    `"${name}" cannot name the package: give a name in a scope that is yours, in lower case, such as "@acme/kyc-adapter". Anybody could register a name without a scope.`,
  );
}

class AdapterNameError extends Error {
  override readonly name = "AdapterNameError";
}
