import { expect, it } from "vitest";
import { isConfigurationName } from "./is-configuration-name.ts";

it.each(["shop", "0", "shop_de-2", "a".repeat(63)])("%j may be a name", (name) => {
  expect(isConfigurationName(name)).toBe(true);
});

it.each(["", "-a", "_a", "Shop", "a b", "a\0", "\0", "a\n", "é", "a".repeat(64)])("%j is no name", (name) => {
  expect(isConfigurationName(name)).toBe(false);
});
