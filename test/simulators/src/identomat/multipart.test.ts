import { array, assert, asyncProperty, uint8Array } from "fast-check";
import { describe, expect, it } from "vitest";
import { readParts } from "./multipart.ts";

async function encode(form: FormData): Promise<{ body: Buffer; type: string }> {
  const request = new Request("http://localhost/", { method: "POST", body: form });
  return { body: Buffer.from(await request.arrayBuffer()), type: request.headers.get("content-type") ?? "" };
}

describe("a multipart body", () => {
  it("gives back the exact bytes of every part that fetch encoded", async () => {
    await assert(
      asyncProperty(array(uint8Array()), async (files) => {
        const form = new FormData();
        for (const file of files) form.append("file", new Blob([file]), "image.jpg");
        const { body, type } = await encode(form);
        const parts = readParts(body, type);
        expect(parts?.map(({ name, isFile, bytes }) => [name, isFile, bytes.toString("hex")])).toEqual(
          files.map((file) => ["file", true, Buffer.from(file).toString("hex")]),
        );
      }),
    );
  });

  it("tells a text from a file", async () => {
    const form = new FormData();
    form.set("company_key", "ключ");
    form.set("face1", new Blob(["x"]), "face1.jpg");
    const { body, type } = await encode(form);
    expect(readParts(body, type)).toEqual([
      { name: "company_key", isFile: false, bytes: Buffer.from("ключ") },
      { name: "face1", isFile: true, bytes: Buffer.from("x") },
    ]);
  });

  it.each([
    ["no boundary", "multipart/form-data", "--b\r\n\r\n--b--"],
    ["no end", "multipart/form-data; boundary=b", '--b\r\ncontent-disposition: form-data; name="a"\r\n\r\n1'],
    ["a part without a name", "multipart/form-data; boundary=b", "--b\r\nx: y\r\n\r\n1\r\n--b--"],
    ["nothing in it", "multipart/form-data; boundary=b", ""],
  ])("with %s is refused", (_name, type, body) => {
    expect(readParts(Buffer.from(body), type)).toBeUndefined();
  });
});
