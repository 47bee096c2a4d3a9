import multipart, { type Multipart, type MultipartFile } from "@fastify/multipart";
import type { Picture, PictureType } from "@kyc-gateway/adapter-spec/v1";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { ProblemError } from "../../../platform/http/problem-error.ts";
import { facetProblems } from "../call-facet.ts";
import { judgePicture } from "./judge-picture.ts";

/** What a call with pictures can end in, beside its answer. */
export const pictureProblems = [
  "invalid_request",
  "malformed_body",
  "unsupported_media_type",
  "picture_unusable",
  "connection_not_found",
  ...facetProblems,
  "access_reason_missing",
] as const;

const maxPictureBytes = 10_485_760;
const longestField = 200;
/** Uploads that are held in memory at once, by one process. */
const mostUploads = 16;

/** A form with pictures: what is allowed in it. */
export interface PictureForm {
  /** Names of the files; each must be there. */
  readonly files: readonly string[];
  /** Names of the texts; none must be there. */
  readonly texts: readonly string[];
}

/** The parts of a form, before anything is said of the pictures. */
export interface UploadedForm {
  readonly texts: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, Buffer>>;
}

/** Teaches a scope of routes to take forms. */
export async function acceptForms(app: FastifyInstance): Promise<void> {
  await app.register(multipart, {
    limits: {
      fileSize: maxPictureBytes,
      files: 2,
      fields: 4,
      fieldSize: longestField,
      parts: 6,
      headerPairs: 20,
    },
    throwFileSizeLimit: false,
  });
}

let uploads = 0;

/** Runs while few enough others do: every upload is held in memory, none on a disk. */
export async function withUpload<T>(work: () => Promise<T>): Promise<T> {
  if (uploads >= mostUploads) throw new ProblemError("overloaded", { retryAfterMs: 1000 });
  uploads += 1;
  try {
    return await work();
  } finally {
    uploads -= 1;
  }
}

/** Reads a form to its end. Throws `unsupported_media_type`, `invalid_request`, `picture_unusable`, `malformed_body`. */
export async function readForm(request: FastifyRequest, form: PictureForm): Promise<UploadedForm> {
  if (!request.isMultipart())
    throw new ProblemError("unsupported_media_type", { detail: "Send `multipart/form-data`." });
  const texts = new Map<string, string>();
  const files = new Map<string, Buffer>();
  try {
    for await (const part of request.parts()) await takePart(part, form, { texts, files });
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    throw new ProblemError("malformed_body", {
      detail: "The form cannot be read to its end, or has more parts than are allowed.",
    });
  }
  const missing = form.files.filter((name) => !files.has(name));
  if (missing.length > 0) throw refusePart(missing[0] ?? "", "must be there, as a file");
  return { texts: Object.fromEntries(texts), files: Object.fromEntries(files) };
}

interface Taken {
  readonly texts: Map<string, string>;
  readonly files: Map<string, Buffer>;
}

async function takePart(part: Multipart, form: PictureForm, taken: Taken): Promise<void> {
  const name = part.fieldname;
  const isKnown = (part.type === "file" ? form.files : form.texts).includes(name);
  if (!isKnown || taken.texts.has(name) || taken.files.has(name)) {
    if (part.type === "file") part.file.resume();
    throw refusePart(isKnown ? name : "", isKnown ? "must be there once" : describeAllowed(form));
  }
  if (part.type === "file") taken.files.set(name, await readFile(part));
  else taken.texts.set(name, readText(name, part.value));
}

function readText(name: string, value: unknown): string {
  if (typeof value === "string" && value.length < longestField) return value;
  throw refusePart(name, `must be a text of less than ${longestField} characters`);
}

async function readFile({ file, fieldname }: MultipartFile): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of file) chunks.push(chunk as Buffer);
  if (file.truncated) throw unusable(fieldname, `is larger than ${maxPictureBytes / 1_048_576} MiB`);
  return Buffer.concat(chunks);
}

function describeAllowed({ files, texts }: PictureForm): string {
  return `has a part that is not known; allowed are the files ${files.join(", ")} and the texts ${texts.join(", ")}`;
}

function refusePart(name: string, message: string): ProblemError {
  const issues = [{ pointer: name === "" ? "" : `/${name}`, code: "form", message }];
  return new ProblemError("invalid_request", { issues });
}

function unusable(name: string, why: string): ProblemError {
  return new ProblemError("picture_unusable", { detail: `\`${name}\` ${why}.` });
}

/** A file of the form as a picture of an allowed type; throws `picture_unusable`. */
export function requirePicture(
  { files }: UploadedForm,
  name: string,
  allowed: readonly PictureType[],
): Picture {
  const judged = judgePicture(files[name] ?? Buffer.alloc(0), allowed);
  if (judged.kind === "unusable") throw unusable(name, judged.why);
  return judged.picture;
}
