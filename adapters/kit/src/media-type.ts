import type { HostHeaders } from "@kyc-gateway/adapter-spec/v1";

const mediaTypeForm = /^[a-z0-9!#$&^_.+-]{1,127}\/[a-z0-9!#$&^_.+-]{1,127}$/;

/** The media type of a `Content-Type` header, lower case, without parameters; absent when there is none. */
export function readMediaType(headers: HostHeaders): string | undefined {
  const essence = headers.get("content-type")?.split(";", 1)[0]?.trim().toLowerCase();
  return essence !== undefined && mediaTypeForm.test(essence) ? essence : undefined;
}

/** Whether a media type is JSON (`application/json`, `text/json` or the suffix `+json`). */
export function isJsonMediaType(mediaType: string | undefined): boolean {
  return (
    mediaType === "application/json" || mediaType === "text/json" || mediaType?.endsWith("+json") === true
  );
}
