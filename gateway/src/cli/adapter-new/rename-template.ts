import type { AdapterName } from "./adapter-name.ts";

/** A text or a path of the template under the new adapter's names. */
export function renameTemplate(text: string, { id, displayName, typeName }: AdapterName): string {
  return text
    .replaceAll(/Template(?=[A-Z])|(?<=[a-z])Template/g, typeName)
    .replaceAll("Template", displayName)
    .replaceAll("template", id);
}
