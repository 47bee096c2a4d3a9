import { SerializerSelector } from "@fastify/fast-json-stringify-compiler";

type BuildSerializer = ReturnType<typeof SerializerSelector>;

/**
 * Compiles the serializer of an answer when the first one is sent: routes declare many problems, whose answers are
 * written without one, and compiling them all was a quarter of the time to start.
 */
export function createLazySerializers(): BuildSerializer {
  const buildSerializer = SerializerSelector();
  return (externalSchemas, serverOptions) => {
    const compile = buildSerializer(externalSchemas, serverOptions);
    return (route) => {
      let serialize: ReturnType<typeof compile> | undefined;
      return (payload: unknown) => (serialize ??= compile(route))(payload);
    };
  };
}
