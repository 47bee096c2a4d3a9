import { isObject, type DocumentObject } from "./json-object.ts";

/** Components that nothing refers to say nothing. */
export function dropUnused(document: DocumentObject): void {
  const used = new Set<string>();
  collectReferences(document, used);
  for (const kind of ["examples", "headers"])
    document.components[kind] = Object.fromEntries(
      Object.entries(document.components[kind] ?? {}).filter(([name]) =>
        used.has(`#/components/${kind}/${name}`),
      ),
    );
}

function collectReferences(value: unknown, used: Set<string>): void {
  if (Array.isArray(value)) for (const item of value) collectReferences(item, used);
  if (!isObject(value)) return;
  if (typeof value["$ref"] === "string") used.add(value["$ref"]);
  for (const child of Object.values(value)) collectReferences(child, used);
}
