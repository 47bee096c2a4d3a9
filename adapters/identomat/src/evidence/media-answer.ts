import type { HostResponse } from "@kyc-gateway/adapter-spec/v1";
import { iterateBounded, readMediaType } from "@kyc-gateway/adapter-kit";
import type { ReadLimit } from "@kyc-gateway/adapter-kit";

const mediaTypeForm = /^(?:image|video|audio)\/|^application\/(?:pdf|x-tar|zip)$/;
/** Types by which a store says that it does not know. */
const unknownTypes = new Set([
  "application/octet-stream",
  "binary/octet-stream",
  "application/force-download",
]);

/** How files begin that a session can hold, in hexadecimal. */
const beginnings: readonly (readonly [form: RegExp, mediaType: string])[] = [
  [/^ffd8ff/, "image/jpeg"],
  [/^89504e47/, "image/png"],
  [/^47494638/, "image/gif"],
  [/^52494646.{8}57454250/, "image/webp"],
  [/^25504446/, "application/pdf"],
  [/^1a45dfa3/, "video/webm"],
  [/^.{8}66747970/, "video/mp4"],
  [/^504b0304/, "application/zip"],
];

/** An answer that may be a medium. `mediaType` is absent where it is none. */
export interface MediaAnswer {
  readonly response: HostResponse;
  readonly mediaType?: string;
}

/** Takes an answer for a medium by its type, or by its first bytes where it has none that says anything. */
export async function readMediaAnswer(response: HostResponse, limit: ReadLimit): Promise<MediaAnswer> {
  if (response.status !== 200) return { response };
  const declared = readMediaType(response.headers);
  if (declared !== undefined && mediaTypeForm.test(declared)) return { response, mediaType: declared };
  const isUnknown = declared === undefined || unknownTypes.has(declared);
  if (!isUnknown || response.body === null) return { response };
  const { beginning, body } = await peek(response.body, limit);
  const known = recognise(beginning);
  // Without a type, text is an error that forgot to say that it is JSON.
  const isOpaque =
    declared !== undefined || (beginning.length > 0 && !/^[\s\w"'<[{(]/.test(beginning.toString("latin1")));
  const mediaType = known ?? (isOpaque ? "application/octet-stream" : undefined);
  const { status, headers } = response;
  const bytes = (): Promise<Uint8Array> => new Response(body).bytes();
  return { response: { status, headers, body, bytes }, ...(mediaType === undefined ? {} : { mediaType }) };
}

/** The media type of a file by its first 16 bytes; absent when it begins like none that is known. */
export function recognise(beginning: Uint8Array): string | undefined {
  const text = Buffer.from(beginning).toString("hex");
  return beginnings.find(([form]) => form.test(text))?.[1];
}

/** The first bytes, and the whole body again. */
async function peek(
  source: ReadableStream<Uint8Array>,
  limit: ReadLimit,
): Promise<{ readonly beginning: Buffer; readonly body: ReadableStream<Uint8Array> }> {
  const chunks = iterateBounded(source, limit);
  const first = await chunks.next();
  if (first.done === true) return { beginning: Buffer.alloc(0), body: ReadableStream.from([]) };
  const { value } = first;
  async function* restore(): AsyncGenerator<Uint8Array> {
    yield value;
    yield* chunks;
  }
  const beginning = Buffer.from(value.subarray(0, 16));
  return { beginning, body: ReadableStream.from(restore()) };
}
