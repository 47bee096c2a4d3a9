import { expect, it } from "vitest";
import { readAllowedUrl } from "./allowed-url.ts";

const origins = ["https://files.example", "https://api.example:8443/"];

it.each(["https://files.example/a?signature=b", "https://api.example:8443/x", "HTTPS://FILES.EXAMPLE/a"])(
  "takes %s",
  (address) => {
    expect(readAllowedUrl(address, "read file", origins).href).toBe(new URL(address).href);
  },
);

it.each([
  "https://elsewhere.example/a",
  "https://files.example.elsewhere.example/a",
  "https://files.example@elsewhere.example/a",
  "https://user:password@files.example/a",
  "http://files.example/a",
  "https://files.example:444/a",
  "//files.example/a",
  "/a",
  "data:text/html,x",
  "file:///etc/passwd",
  "",
  undefined,
  null,
  7,
  { href: "https://files.example" },
])("refuses %j, and does not tell it", (address) => {
  const act = () => readAllowedUrl(address, "read file", origins);
  expect(act).toThrow(expect.objectContaining({ code: "response_unrecognised" }));
  expect(act).not.toThrow(/example|passwd/);
});
