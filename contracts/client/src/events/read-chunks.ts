import { KycConnectionError } from "../errors.ts";

/** The chunks of a stream; throws when none comes for so long: the line is dead, or somebody keeps it back. */
export async function* readChunks(
  stream: ReadableStream<Uint8Array>,
  silenceMs: number,
): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await readBefore(reader, silenceMs);
      if (done) return;
      yield value;
    }
  } finally {
    void reader.cancel().catch(() => undefined);
  }
}

async function readBefore(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  silenceMs: number,
): Promise<ReadableStreamReadResult<Uint8Array>> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(describeSilence(silenceMs)), silenceMs);
  });
  try {
    return await Promise.race([reader.read(), silence]);
  } catch (error) {
    if (error instanceof KycConnectionError) throw error;
    throw new KycConnectionError("cut_off", "The event stream was cut off.", { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

function describeSilence(silenceMs: number): KycConnectionError {
  const message = `Nothing came on the event stream for ${silenceMs / 1000} s, not even a sign of life.`;
  return new KycConnectionError("timed_out", message, {});
}
