// Which rows of each table are one brand's, for taking it away to a server of its own.

/** Tables without a tenant_id, and what of them goes along; `$` stands for the brand's id. */
const OF_NO_TENANT: Readonly<Record<string, string>> = {
  tenant: 'id = $',
  app_user: 'id in (select user_id from membership where tenant_id = $)',
  recovery_code: 'user_id in (select user_id from membership where tenant_id = $)',
  // What its events were written with; the groups of a commit are several brands'.
  ingest_batch: 'id in (select batch_id from seen_event where tenant_id = $)',
  installation: 'true',
  // Of this server and this moment.
  session: 'false',
  sign_in_guess: 'false',
  one_time_link: 'false',
}
/** Whose rows tell of files that stay here. */
const LEFT_BEHIND = new Set(['data_export', 'import_upload', 'idempotency_key'])

/**
 * The condition that chooses a brand's rows of a table.
 * @param tenantId a UUID: it becomes part of the statement, for COPY takes no parameters
 * @throws an Error for a table nobody has decided about
 */
export function rowsOfTenant(table: string, columns: readonly string[], tenantId: string): string {
  if (!/^[0-9a-f-]{36}$/.test(tenantId)) throw new Error(`${tenantId} is no id of a brand`)
  if (LEFT_BEHIND.has(table)) return 'false'
  const rule = OF_NO_TENANT[table] ?? (columns.includes('tenant_id') ? 'tenant_id = $' : undefined)
  if (rule === undefined) throw new Error(`It is not said which rows of ${table} are a brand's`)
  return rule.replaceAll('$', `'${tenantId}'::uuid`)
}
