import { KycConnectionError } from "../errors.ts";

/** One server-sent event (WHATWG HTML, 9.2). */
export interface ServerSentEvent {
  readonly id: string;
  readonly data: string;
}

/** An event is some kilobytes: what is longer is no event of the gateway. */
const mostCharacters = 1_048_576;

/** Complete events of a stream. One that is cut off is left out: it comes again behind the last complete one. */
export async function* parseEventStream(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<ServerSentEvent> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of chunks) {
    // A carriage return at the end may be half of a line's end.
    const text = rest + decoder.decode(chunk, { stream: true });
    const whole = text.endsWith("\r") ? text.slice(0, -1) : text;
    const blocks = whole.replaceAll(/\r\n?/g, "\n").split("\n\n");
    rest = `${blocks.pop() ?? ""}${text.slice(whole.length)}`;
    if (rest.length > mostCharacters) throw tooLong();
    for (const block of blocks) {
      const event = parseBlock(block);
      if (event !== undefined) yield event;
    }
  }
}

function parseBlock(block: string): ServerSentEvent | undefined {
  const fields = block.split("\n").map(parseLine);
  const data = fields.filter(([name]) => name === "data").map(([, value]) => value);
  const id = fields.findLast(([name]) => name === "id")?.[1];
  return data.length === 0 || id === undefined ? undefined : { id, data: data.join("\n") };
}

function parseLine(line: string): readonly [name: string, value: string] {
  const colon = line.indexOf(":");
  return colon < 0 ? [line, ""] : [line.slice(0, colon), line.slice(colon + 1).replace(/^ /, "")];
}

function tooLong(): KycConnectionError {
  const message = "The event stream holds something that is too long for an event of the gateway.";
  return new KycConnectionError("not_the_gateway", message, { retryable: false });
}
