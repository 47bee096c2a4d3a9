import { join } from "node:path";
import ts from "typescript";
import type { Rendered } from "./rendered.ts";

/** Which package knows a kind, by its apiVersion. */
const packages: Readonly<Record<string, string>> = {
  v1: "kubernetes-models/v1",
  "apps/v1": "kubernetes-models/apps/v1",
  "batch/v1": "kubernetes-models/batch/v1",
  "networking.k8s.io/v1": "kubernetes-models/networking.k8s.io/v1",
  "policy/v1": "kubernetes-models/policy/v1",
  "monitoring.coreos.com/v1": "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1",
};

type Models = Readonly<Record<string, new (object: Rendered) => { validate(): void }>>;

/** What a cluster would refuse or ignore: wrong values by the schemas, and members that no schema knows. */
export async function findInvalid(objects: readonly Rendered[]): Promise<readonly string[]> {
  const wrong = await Promise.all(objects.map(findWrongValue));
  return [...wrong.flat(), ...findUnknownMembers(objects)];
}

async function findWrongValue(object: Rendered): Promise<readonly string[]> {
  const models = (await import(locatePackage(object))) as Models;
  const Model = models[object.kind];
  if (Model === undefined) return [`${describe(object)}: no such kind`];
  try {
    new Model(object).validate();
    return [];
  } catch (error) {
    return [`${describe(object)}: ${error instanceof Error ? error.message : String(error)}`];
  }
}

/** The schemas let unknown members pass; the types made of them do not. */
function findUnknownMembers(objects: readonly Rendered[]): readonly string[] {
  const file = join(import.meta.dirname, "rendered-objects.ts");
  const text = objects
    .map(
      (object, index) =>
        `import type { I${object.kind} as K${index} } from "${locatePackage(object)}"; export const o${index}: K${index} = ${JSON.stringify(object)};`,
    )
    .join("\n");
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    lib: ["lib.es2022.d.ts"],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
  };
  const host = ts.createCompilerHost(options);
  const disk = ts.createCompilerHost(options);
  host.fileExists = (name) => name === file || disk.fileExists(name);
  host.getSourceFile = (name, ...rest) =>
    name === file
      ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2022)
      : disk.getSourceFile(name, ...rest);
  const program = ts.createProgram([file], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ messageText, start }) => {
    const line = text.slice(0, start).split("\n").length - 1;
    const object = objects[line];
    return `${object === undefined ? "" : describe(object)}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
  });
}

function locatePackage({ apiVersion }: Rendered): string {
  const found = packages[apiVersion];
  if (found === undefined) throw new Error(`No package is named for apiVersion ${apiVersion}.`);
  return found;
}

const describe = ({ kind, metadata }: Rendered): string => `${kind} ${metadata.name}`;
