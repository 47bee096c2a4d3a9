/** The tenants that the running transaction may touch; nobody's rows when it names none. */
const boundTenants = `any ((select nullif(current_setting('kyc.tenants', true), '')::uuid[])::uuid[])`;

/** What a migration adds for a table with rows of tenants. Without it a test finds the table. */
export function keepToTenant(table: string, column = "tenant_id"): string {
  return keepTo(table, `${column} = ${boundTenants}`);
}

/** The same for rows that belong to a row of a table that is kept to tenants. */
export function keepToOwner(table: string, owner: string, column: string): string {
  return keepTo(table, `exists (select from ${owner} o where o.id = ${column})`);
}

function keepTo(table: string, condition: string): string {
  return `
    alter table ${table} enable row level security;
    create policy of_tenant on ${table} using (${condition}) with check (${condition});`;
}
