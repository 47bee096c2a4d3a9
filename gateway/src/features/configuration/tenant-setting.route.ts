import { entityTagHeader, withHeaders } from "../../platform/http/response-headers.ts";
import { Type, type Static, type TSchema } from "@sinclair/typebox";
import type { FastifyPluginAsync } from "fastify";
import {
  changeProblems,
  operatorRoute,
  TenantPath,
  VersionHeaders,
} from "../../platform/http/admin-schemas.ts";
import { describeVersion, requireVersion } from "../../platform/http/entity-tag.ts";
import { problemResponses } from "../../platform/http/route-schemas.ts";
import { changeConfiguration, type ConfigurationParts, type Edit } from "./change-configuration.ts";
import type { ConfigurationModel, TenantModel } from "./configuration-model.ts";
import { findTenant } from "./find-tenant.ts";
import { readModel } from "./read-present.ts";

/** A part of a tenant's configuration that operators read and replace as a whole. */
interface TenantSetting<Schema extends TSchema> {
  /** The last segment of its path. */
  readonly path: string;
  /** Its operations are `get<name>` and `put<name>`. */
  readonly name: string;
  /** What it is, for the documentation: comes after "Read" and "Replace". */
  readonly summary: string;
  /** More about replacing it. */
  readonly description?: string;
  readonly schema: Schema;
  readonly present: (tenant: TenantModel) => Static<Schema>;
  readonly replace: (current: ConfigurationModel, tenant: TenantModel, wanted: Static<Schema>) => Edit;
  /** The member of the body that holds what is replaced. Absent: it is the body itself. */
  readonly member?: string;
}

interface Addressed {
  readonly Params: Static<typeof TenantPath>;
}

/** `GET` and `PUT /admin/v1/tenants/{tenant}/<path>`. */
export function createTenantSettingRoute<Schema extends TSchema>(
  setting: TenantSetting<Schema>,
): FastifyPluginAsync<ConfigurationParts> {
  const { path, name, summary, description, schema, present } = setting;
  const url = `/admin/v1/tenants/:tenant/${path}`;
  const shared = { ...operatorRoute, params: TenantPath };
  const read = {
    ...shared,
    operationId: `get${name}`,
    summary: `Read ${summary}`,
    response: {
      200: withHeaders(Type.Ref(schema), entityTagHeader),
      ...problemResponses("tenant_not_found"),
    },
  };
  const replace = {
    ...shared,
    operationId: `put${name}`,
    summary: `Replace ${summary}`,
    ...(description === undefined ? {} : { description }),
    headers: VersionHeaders,
    body: Type.Ref(schema),
    response: { 204: { type: "null", description: "Done." }, ...changeProblems("tenant_not_found") },
  };
  return async (app, parts) => {
    app.get<Addressed>(url, { schema: read }, async (request, reply) => {
      const settings = present(findTenant(await readModel(parts), request.params.tenant));
      return reply.header("etag", describeVersion(settings)).send(settings);
    });
    app.put<Addressed>(url, { schema: replace }, async (request, reply) => {
      const { tenant } = request.params;
      await changeConfiguration(parts, {
        subject: `${path} ${tenant}`,
        actor: request.actor,
        edit: (current) => {
          const stored = findTenant(current, tenant);
          requireVersion(request, present(stored));
          return locateWithin(setting.replace(current, stored, request.body), setting);
        },
      });
      return reply.code(204).send();
    });
  };
}

function locateWithin(edit: Edit, { member }: { readonly member?: string }): Edit {
  if (member === undefined) return edit;
  const locate: Edit["locate"] = (pointer) => {
    const found = edit.locate(pointer);
    return found === undefined ? undefined : `/${member}${found}`;
  };
  return { ...edit, locate };
}
