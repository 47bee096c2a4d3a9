import { drawJpeg } from "@kyc-gateway/simulators";

/** The simulator's JPEG of one pixel, claiming another size in its frame header. */
export function drawPicture(label = "a document", width = 800, height = 600): Buffer {
  const bytes = drawJpeg(label);
  const frame = [0xc0, 0xc1, 0xc2]
    .map((marker) => bytes.indexOf(Buffer.from([0xff, marker])))
    .find((at) => at >= 0);
  bytes.writeUInt16BE(height, (frame ?? 0) + 5);
  bytes.writeUInt16BE(width, (frame ?? 0) + 7);
  return Buffer.concat([bytes, Buffer.from([0xff, 0xd9])]);
}
