// What identity, the platform and this domain keep of a person.
import { sql } from 'kysely'
import { forgetAliases, forgetIdentity, identityRecords } from '../identity/index.ts'
import { forgetDetails } from '../platform/audit.ts'
import type { Ctx } from '../platform/ctx.ts'
import { type Erased, type Person, type PersonalData, textsOf } from './privacy.ts'
import { theVault } from './vault.ts'

const nodesOf = (person: Person) => sql`any(${[...person.nodes]}::bigint[])`

/** Removes a table's rows of these nodes. */
export const removeByNode = (table: string) => async (ctx: Ctx, person: Erased) => {
  const { numAffectedRows } = await sql`delete from ${sql.table(table)}
    where tenant_id = ${ctx.tenantId} and node_id = ${nodesOf(person)}`.execute(ctx.pg)
  return Number(numAffectedRows ?? 0)
}

const identity: PersonalData = {
  name: 'identifiers',
  tables: [
    'customer',
    'identifier',
    'identity_merge',
    'identity_conflict',
    'identity_claim',
    'identity_alias_change',
    'kept_apart',
    'event_store.alias',
  ],
  export: async (ctx, person) => (await identityRecords(ctx, person.nodes)).identifiers,
  erase: (ctx, person) => forgetIdentity(ctx, person.nodes, person.identifiers),
  async eraseLater(ctx, person) {
    await forgetAliases(ctx, person.nodes)
    return 0
  },
}

const merges: PersonalData = {
  name: 'merges',
  tables: [],
  export: async (ctx, person) => (await identityRecords(ctx, person.nodes)).merges,
}

const attributes: PersonalData = {
  name: 'attributes',
  tables: ['attribute', 'sealed_attribute', 'attribute_history'],
  async export(ctx, person) {
    const { rows } = await sql<SealedRow>`
      select node_id, name, value, null as sealed, source, at, null::timestamptz as replaced_at from attribute
      where tenant_id = ${ctx.tenantId} and node_id = ${nodesOf(person)} and value <> 'null'::jsonb
      union all
      select node_id, name, null, sealed, source, at, null from sealed_attribute
      where tenant_id = ${ctx.tenantId} and node_id = ${nodesOf(person)} and sealed is not null
      union all
      select node_id, name, value, sealed, source, at, replaced_at from attribute_history
      where tenant_id = ${ctx.tenantId} and node_id = ${nodesOf(person)} and (value is not null or sealed is not null)
      order by name, at`.execute(ctx.pg)
    return rows.map(({ node_id, sealed, ...row }) =>
      sealed === null
        ? row
        : { ...row, value: theVault().open(ctx.tenantId, node_id, row.name, sealed) },
    )
  },
  async erase(ctx, person) {
    await removeByNode('attribute_history')(ctx, person)
    return (
      (await removeByNode('attribute')(ctx, person)) +
      (await removeByNode('sealed_attribute')(ctx, person))
    )
  },
}

/** A person's own copy holds what is sensitive of them in full. */
interface SealedRow {
  node_id: number
  name: string
  value: unknown
  sealed: string | null
  source: string
  at: Date
  replaced_at: Date | null
}

const tags: PersonalData = {
  name: 'tags',
  tables: ['customer_tag', 'tag_rule_firing', 'tag_rule'],
  async export(ctx, person) {
    const { rows } = await sql<Record<string, unknown>>`
      select tag, source, at, reason, actor_name as put_on_by, expires_at from customer_tag
      where tenant_id = ${ctx.tenantId} and node_id = ${nodesOf(person)} order by tag, at`.execute(
      ctx.pg,
    )
    return rows
  },
  async erase(ctx, person) {
    await removeByNode('tag_rule_firing')(ctx, person)
    await sql`update tag_rule set last_stopped_node = null
      where tenant_id = ${ctx.tenantId} and last_stopped_node = ${nodesOf(person)}`.execute(ctx.pg)
    return removeByNode('customer_tag')(ctx, person)
  },
}

const relations: PersonalData = {
  name: 'relations',
  tables: ['relation', 'relation_change'],
  async export(ctx, person) {
    const { rows } = await sql<Record<string, unknown>>`
      select staff_id, state, store_id, source, added_at, ended_at from relation
      where tenant_id = ${ctx.tenantId} and node_id = ${nodesOf(person)} order by added_at`.execute(
      ctx.pg,
    )
    return rows
  },
  async erase(ctx, person) {
    await removeByNode('relation_change')(ctx, person)
    return removeByNode('relation')(ctx, person)
  },
}

const consents: PersonalData = {
  name: 'consents',
  tables: ['consent', 'consent_entry'],
  async export(ctx, person) {
    const { rows } = await sql<Record<string, unknown>>`
      select id, purpose, channel, state, text_version, source, is_claimed as claimed, evidence, at, recorded_at
      from consent_entry where tenant_id = ${ctx.tenantId} and node_id = ${nodesOf(person)} order by at, id`.execute(
      ctx.pg,
    )
    return rows
  },
  // What stays of them is the proof in privacy_request.
  async erase(ctx, person) {
    const gone = await removeByNode('consent_entry')(ctx, person)
    await removeByNode('consent')(ctx, person)
    const nodes = sql`${[...person.nodes]}::bigint[]`
    // Who was one customer with her once and is not any more: their words were said for her too.
    await sql`update consent_entry set said_for = (select coalesce(array_agg(n order by n), '{}') from unnest(said_for) as n where n <> all(${nodes}))
      where tenant_id = ${ctx.tenantId} and said_for && ${nodes}`.execute(ctx.pg)
    await sql`update consent set given_for = (select coalesce(array_agg(n order by n), '{}') from unnest(given_for) as n where n <> all(${nodes}))
      where tenant_id = ${ctx.tenantId} and given_for && ${nodes}`.execute(ctx.pg)
    return gone
  },
}

const touchpoints: PersonalData = {
  name: 'touchpoints',
  tables: ['touchpoint', 'touchpoint_change'],
  async export(ctx, person) {
    const { rows } = await sql<Record<string, unknown>>`
      select kind, ref, state, at, source, reason from touchpoint_change
      where tenant_id = ${ctx.tenantId} and node_id = ${nodesOf(person)} order by at, id`.execute(
      ctx.pg,
    )
    return rows
  },
  async erase(ctx, person) {
    await removeByNode('touchpoint')(ctx, person)
    return removeByNode('touchpoint_change')(ctx, person)
  },
}

/** The other side's number leads to somebody else: only what she is told of herself is hers. */
const families: PersonalData = {
  name: 'family',
  tables: ['family_link'],
  async export(ctx, person) {
    const { rows } = await sql<Record<string, unknown>>`
      select kind, node_id = ${nodesOf(person)} as is_first, created_at, ended_at, evidence from family_link
      where tenant_id = ${ctx.tenantId} and (node_id = ${nodesOf(person)} or other_node_id = ${nodesOf(person)})
      order by created_at, id`.execute(ctx.pg)
    return rows
  },
  async erase(ctx, person) {
    const { numAffectedRows } = await sql`delete from family_link
      where tenant_id = ${ctx.tenantId} and (node_id = ${nodesOf(person)} or other_node_id = ${nodesOf(person)})`.execute(
      ctx.pg,
    )
    return Number(numAffectedRows ?? 0)
  },
}

const auditDetails: PersonalData = {
  name: 'audit_details',
  tables: ['audit_log'],
  erase: (ctx, person) =>
    forgetDetails(
      ctx,
      { kind: 'customer', ids: person.nodes.map(String) },
      textsOf(person.identifiers),
    ),
}

/** In the order of erasing: rows that name a node go before identity's own. */
export const profileData: readonly PersonalData[] = [
  attributes,
  tags,
  relations,
  consents,
  touchpoints,
  families,
  auditDetails,
]
export const identityData: readonly PersonalData[] = [merges, identity]
