import { SerializerSelector } from "@fastify/fast-json-stringify-compiler";
import type { TSchema } from "@sinclair/typebox";
import { oncePerSchema } from "../validation/once-per-schema.ts";

type BuildSerializer = ReturnType<typeof SerializerSelector>;
type Serialize = ReturnType<ReturnType<BuildSerializer>>;

/**
 * Compiles the serializer of an answer when the first one is sent: routes declare many problems, whose answers are
 * written without one, and compiling them all was a quarter of the time to start. Servers with the same shared schemas
 * have their serializers in common.
 */
export const createLazySerializers = oncePerSchema((_shared: readonly TSchema[]): BuildSerializer => {
  const buildSerializer = SerializerSelector();
  const made = new WeakMap<object, Serialize>();
  return (externalSchemas, serverOptions) => {
    const compile = buildSerializer(externalSchemas, serverOptions);
    return (route) => (payload: unknown) => {
      const key = route.schema as object;
      const serialize = made.get(key) ?? compile(route);
      made.set(key, serialize);
      return serialize(payload);
    };
  };
});
