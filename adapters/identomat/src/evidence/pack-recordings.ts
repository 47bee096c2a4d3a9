import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { EvidenceContent } from "@kyc-gateway/adapter-spec/v1";
import { pack } from "tar-stream";
import type { Pack } from "tar-stream";
import type { ArchivedFile, ArchiveRequest } from "../archive/read-archive.ts";
import { createMissingError } from "../archive/read-archive.ts";

/**
 * The recordings of a call as one archive of ours, streamed: files alone, under names that we give. What else the provider's
 * archive holds, and how it names it, reaches nobody.
 */
export async function packRecordings(
  files: AsyncGenerator<ArchivedFile>,
  { operation, call }: ArchiveRequest,
): Promise<EvidenceContent> {
  const first = await files.next();
  if (first.done === true) throw createMissingError(operation);
  const archive = pack();
  void copyAll(archive, files, first.value).catch((error: unknown) => archive.destroy(error as Error));
  call.signal.addEventListener("abort", () => archive.destroy(), { once: true });
  const body = Readable.toWeb(Readable.from(archive)) as ReadableStream<Uint8Array>;
  return { mediaType: "application/x-tar", body };
}

async function copyAll(
  archive: Pack,
  files: AsyncGenerator<ArchivedFile>,
  first: ArchivedFile,
): Promise<void> {
  try {
    let number = 1;
    for (let file: ArchivedFile | undefined = first; file !== undefined; number += 1) {
      const entry = archive.entry({ name: `recording-${number}`, size: file.size });
      await pipeline(file.content, entry);
      const next: IteratorResult<ArchivedFile, unknown> = await files.next();
      file = next.done === true ? undefined : next.value;
    }
    archive.finalize();
  } finally {
    await files.return(undefined);
  }
}
