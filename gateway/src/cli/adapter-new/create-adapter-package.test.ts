import { mkdtemp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseAdapterName } from "./adapter-name.ts";
import { createAdapterPackage } from "./create-adapter-package.ts";
import { renameTemplate } from "./rename-template.ts";

const templateFolder = fileURLToPath(new URL("../../../../adapters/template", import.meta.url));

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kyc-adapter-new-"));
});
afterEach(() => rm(folder, { recursive: true }));

interface PackageJson {
  readonly name: string;
  readonly private?: boolean;
  readonly exports: Readonly<Record<string, object>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

async function readPackage(): Promise<PackageJson> {
  return JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as PackageJson;
}

describe("a new adapter package", () => {
  it("has exact versions and nothing of the workspace", async () => {
    await createAdapterPackage({ name: "acme-id", targetFolder: folder, templateFolder });
    const { name, exports, dependencies, devDependencies, ...rest } = await readPackage();
    expect(name).toBe("@kyc-gateway/adapter-acme-id");
    expect(rest).not.toHaveProperty("private");
    expect(exports["."]).toEqual({ types: "./dist/index.d.ts", default: "./dist/index.js" });
    expect(Object.keys(dependencies)).toContain("@kyc-gateway/adapter-kit");
    for (const version of Object.values({ ...dependencies, ...devDependencies })) {
      expect(version).toMatch(/^\d+\.\d+\.\d+(?:-[\w.]+)?$/);
    }
  });

  it("keeps no trace of the template's name", async () => {
    const { files } = await createAdapterPackage({ name: "acme-id", targetFolder: folder, templateFolder });
    const texts = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
    expect(files.join("\n") + texts.join("\n")).not.toMatch(/template/i);
    expect(files).toContain("src/api/acme-id-api.ts");
    expect(files).toContain("src/conformance.test.ts");
    expect(files).not.toContain("src/acme-id.test.ts");
  });

  it("takes the package's name that it is given", async () => {
    const packageName = "@acme/kyc";
    await createAdapterPackage({ name: "acme", targetFolder: folder, templateFolder, packageName });
    expect((await readPackage()).name).toBe(packageName);
    expect(await readFile(join(folder, "README.md"), "utf8")).toContain("`@acme/kyc`");
  });

  it.each([
    "kyc-adapter",
    "kyc-gateway-adapter-acme",
    "@acme",
    "@acme/",
    "@Acme/kyc",
    "@acme/../kyc",
    "@a/b/c",
    `@a/${"b".repeat(214)}`,
    "",
  ])("is refused the package's name %j, and nothing is written", async (packageName) => {
    const creation = createAdapterPackage({
      name: "acme",
      targetFolder: folder,
      templateFolder,
      packageName,
    });
    await expect(creation).rejects.toThrow("in a scope that is yours");
    expect(await readdir(folder)).toEqual([]);
  });

  it("is a package of the workspace when it is made beside the template", async () => {
    const template = join(folder, "adapters", "template");
    await mkdir(join(template, "src"), { recursive: true });
    for (const file of ["package.json", "tsconfig.json", "README.md"]) {
      await writeFile(join(template, file), await readFile(join(templateFolder, file)));
    }
    const targetFolder = join(folder, "adapters", "acme");
    const { isInWorkspace } = await createAdapterPackage({
      name: "acme",
      targetFolder,
      templateFolder: template,
    });
    const text = await readFile(join(targetFolder, "package.json"), "utf8");
    expect(isInWorkspace).toBe(true);
    expect(JSON.parse(text)).toMatchObject({
      name: "@kyc-gateway/adapter-acme",
      dependencies: { "@kyc-gateway/adapter-kit": "workspace:*" },
    });
    expect(await readFile(join(targetFolder, "tsconfig.json"), "utf8")).toContain("../../tsconfig.base.json");
  });

  it("overwrites nothing", async () => {
    await writeFile(join(folder, "mine.txt"), "");
    const creation = createAdapterPackage({ name: "acme", targetFolder: folder, templateFolder });
    await expect(creation).rejects.toThrow("is not empty");
  });

  it.each(["", "Acme", "acme_id", "-acme", "acme-", "a--b", "../acme", "kit", "template", "a".repeat(41)])(
    "is refused the name %j",
    async (name) => {
      const creation = createAdapterPackage({ name, targetFolder: folder, templateFolder });
      await expect(creation).rejects.toThrow("cannot name an adapter");
    },
  );
});

describe("renaming", () => {
  it("tells words for people from words in code", () => {
    const name = parseAdapterName("acme-id");
    const text = "createTemplateApi TemplateApi ./template-api.ts at Template's";
    expect(renameTemplate(text, name)).toBe("createAcmeIdApi AcmeIdApi ./acme-id-api.ts at Acme Id's");
  });
});
