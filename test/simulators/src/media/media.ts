// The smallest baseline JPEG that browsers and decoders accept: one grey pixel.
const onePixelJpeg = Buffer.from(
  "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////" +
    "wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=",
  "base64",
);
const startOfImageBytes = 2;

/** A valid JPEG that differs by its label, which it carries as a comment segment. */
export function drawJpeg(label: string): Buffer {
  const text = Buffer.from(label);
  const comment = Buffer.alloc(4 + text.length);
  comment.writeUInt16BE(0xfffe, 0);
  comment.writeUInt16BE(text.length + 2, 2);
  text.copy(comment, 4);
  return Buffer.concat([
    onePixelJpeg.subarray(0, startOfImageBytes),
    comment,
    onePixelJpeg.subarray(startOfImageBytes),
  ]);
}

/** Bytes that begin as an MP4 file does. Nothing can be played. */
export function recordMp4(label: string): Buffer {
  return Buffer.concat([
    writeBox("ftyp", "isom\0\0\u0002\0isomiso2mp41"),
    writeBox("free", ""),
    writeBox("mdat", label),
  ]);
}

function writeBox(type: string, content: string): Buffer {
  const payload = Buffer.from(content);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(payload.length + 8);
  return Buffer.concat([size, Buffer.from(type), payload]);
}

/** A one-page PDF with one line of text; ASCII only. */
export function printPdf(line: string): Buffer {
  const text = `BT /F1 12 Tf 20 100 Td (${line.replaceAll(/[^\w .:-]/g, "?")}) Tj ET`;
  const objects = [
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
    `<</Length ${text.length}>>stream\n${text}\nendstream`,
    "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
  ];
  let pdf = "%PDF-1.4\n";
  const offsets = objects.map((object, index) => {
    const offset = pdf.length;
    pdf += `${index + 1} 0 obj${object}endobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  const size = objects.length + 1;
  const trailer = `trailer<</Size ${size}/Root 1 0 R>>\nstartxref\n${pdf.length}\n%%EOF\n`;
  return Buffer.from(`${pdf}xref\n0 ${size}\n0000000000 65535 f \n${table}${trailer}`, "latin1");
}
