import type { Picture, PictureType } from "@kyc-gateway/adapter-spec/v1";
import { imageSize } from "image-size";

const mostPixels = 50_000_000;
const shortestSide = 32;

interface PictureForm {
  readonly mediaType: PictureType;
  readonly name: string;
  begins(bytes: Buffer): boolean;
  /** Whether the file ends where its format says so: neither cut short, nor with another file behind it. */
  isWhole(bytes: Buffer): boolean;
}

const pngEnd = Buffer.from("0000000049454e44ae426082", "hex");

const forms: readonly PictureForm[] = [
  {
    mediaType: "image/jpeg",
    name: "JPEG",
    begins: (bytes) => bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff])),
    isWhole: (bytes) => bytes.readUInt16BE(bytes.length - 2) === 0xff_d9,
  },
  {
    mediaType: "image/png",
    name: "PNG",
    begins: (bytes) => bytes.subarray(0, 8).equals(Buffer.from("89504e470d0a1a0a", "hex")),
    isWhole: (bytes) => bytes.subarray(-pngEnd.length).equals(pngEnd),
  },
  {
    mediaType: "image/webp",
    name: "WebP",
    begins: (bytes) =>
      bytes.toString("latin1", 0, 4) === "RIFF" && bytes.toString("latin1", 8, 12) === "WEBP",
    isWhole: (bytes) => bytes.readUInt32LE(4) + 8 === bytes.length,
  },
];

/** A picture, or what is wrong with it, for people. */
export type JudgedPicture =
  | { readonly kind: "picture"; readonly picture: Picture }
  | { readonly kind: "unusable"; readonly why: string };

/** What a file is, by its bytes alone: its name and its declared type are a stranger's. */
export function judgePicture(bytes: Buffer, allowed: readonly PictureType[]): JudgedPicture {
  const list = allowed.join(", ");
  const form = bytes.length < 16 ? undefined : forms.find((candidate) => candidate.begins(bytes));
  if (form === undefined) return refuse(`is no picture that can be read: ${list} is`);
  if (!allowed.includes(form.mediaType)) return refuse(`is a ${form.name} file; the provider takes ${list}`);
  if (!form.isWhole(bytes))
    return refuse(`is a ${form.name} file that is cut short or has something else behind its end`);
  const size = measure(bytes);
  if (size === undefined) return refuse(`is a broken ${form.name} file: its width and height cannot be read`);
  const { width, height } = size;
  if (width * height > mostPixels)
    return refuse(`has ${width} × ${height} pixels; at most ${mostPixels / 1_000_000} million are allowed`);
  if (Math.min(width, height) < shortestSide)
    return refuse(`has ${width} × ${height} pixels; each side has at least ${shortestSide}`);
  return { kind: "picture", picture: { bytes, mediaType: form.mediaType } };
}

function refuse(why: string): JudgedPicture {
  return { kind: "unusable", why };
}

/** From the file's head alone: nothing is unpacked. */
function measure(bytes: Buffer): { readonly width: number; readonly height: number } | undefined {
  try {
    const { width, height } = imageSize(bytes);
    return width > 0 && height > 0 ? { width, height } : undefined;
  } catch {
    return undefined;
  }
}
