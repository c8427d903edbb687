// Write keys as the listener meets them: looked up by hash, remembered for a few seconds.
import { sql } from 'kysely'
import { hashKey } from '../platform/keys.ts'
import type { Pg } from '../platform/pg.ts'
import { touchWriteKey } from './write-keys.ts'

export interface KnownKey {
  tenantId: string
  id: string
  name: string
  /** client: public, what it says is claimed; server: verified. */
  kind: 'client' | 'server'
}

/** A revoked key stops within these seconds; an unknown one costs one look-up in them. */
const REMEMBER_MS = 3_000
const MAX_REMEMBERED = 10_000

/** `find` answers undefined for unknown and revoked keys. */
export function createKeyring(pg: Pg) {
  const remembered = new Map<string, { until: number; key: Promise<KnownKey | undefined> }>()
  return {
    find(secret: string, now = Date.now()): Promise<KnownKey | undefined> {
      const known = remembered.get(secret)
      if (known && known.until > now) return known.key
      if (remembered.size >= MAX_REMEMBERED) remembered.clear()
      const key = lookUp(pg, secret)
      remembered.set(secret, { until: now + REMEMBER_MS, key })
      // A failed look-up is not an answer; the next request asks again.
      key.catch(() => remembered.delete(secret))
      return key
    },
  }
}
export type Keyring = ReturnType<typeof createKeyring>

async function lookUp(pg: Pg, secret: string): Promise<KnownKey | undefined> {
  const { rows } = await sql<{
    tenant_id: string
    id: string
    name: string
    kind: 'client' | 'server'
    is_fresh: boolean
  }>`
    select tenant_id, id, name, kind, coalesce(last_used_at > now() - interval '1 minute', false) as is_fresh
    from write_key where hash = ${hashKey(secret)} and revoked_at is null`.execute(pg)
  const row = rows[0]
  if (row && !row.is_fresh) await touchWriteKey(pg, row.tenant_id, row.id)
  return row && { tenantId: row.tenant_id, id: row.id, name: row.name, kind: row.kind }
}
