import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { KycConnectionError } from "../errors.ts";
import { parseEventStream, type ServerSentEvent } from "./parse-event-stream.ts";

async function parse(chunks: readonly Uint8Array[]): Promise<ServerSentEvent[]> {
  const events: ServerSentEvent[] = [];
  for await (const event of parseEventStream(ReadableStream.from(chunks))) events.push(event);
  return events;
}

const encode = (text: string) => new TextEncoder().encode(text);
const parseText = (text: string) => parse([encode(text)]);

describe("an event stream", () => {
  it.each(["\n", "\r\n", "\r"])("is read with lines that end in %j", async (end) => {
    const lines = [
      "retry: 2000",
      "",
      ": still here",
      "",
      "id: a",
      "event: x",
      "data: 1",
      "",
      "id:b",
      "data:2",
      "",
      "",
    ];
    expect(await parseText(`${lines.join(end)}${end}`)).toEqual([
      { id: "a", data: "1" },
      { id: "b", data: "2" },
    ]);
  });

  it("joins the lines of one event's data, and takes away one blank only", async () => {
    expect(await parseText("id: a\ndata:  x\ndata: y\ndata\n\n")).toEqual([{ id: "a", data: " x\ny\n" }]);
  });

  it.each(["id: a\ndata: 1", "id: a\ndata: 1\n", "id: a", "id: a\ndata: 1\nid: "])(
    "leaves out an event that is cut off: %j",
    async (text) => {
      expect(await parseText(`id: z\ndata: 0\n\n${text}`)).toEqual([{ id: "z", data: "0" }]);
    },
  );

  it("is refused when it never comes to an end of an event", async () => {
    const endless = Array.from({ length: 20 }, () => encode("x".repeat(100_000)));
    await expect(parse(endless)).rejects.toThrow(KycConnectionError);
  });

  it("gives the same events however it is cut into chunks", async () => {
    const line = fc.string({ unit: "grapheme", maxLength: 20 }).map((text) => text.replaceAll(/[\r\n]/g, ""));
    const streams = fc.tuple(
      fc.array(fc.record({ id: line, data: line }), { maxLength: 6 }),
      fc.constantFrom("\n", "\r\n"),
      fc.array(fc.nat(400), { maxLength: 30 }),
    );
    await fc.assert(
      fc.asyncProperty(streams, async ([events, end, cuts]) => {
        const bytes = encode(
          events.map(({ id, data }) => `id: ${id}${end}data: ${data}${end}${end}`).join(""),
        );
        const places = [
          0,
          ...cuts.filter((cut) => cut < bytes.length).toSorted((a, b) => a - b),
          bytes.length,
        ];
        const chunks = places.slice(1).map((place, index) => bytes.slice(places[index], place));
        expect(await parse(chunks)).toEqual(events);
      }),
    );
  });
});
