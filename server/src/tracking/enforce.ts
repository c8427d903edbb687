// The brand's rules as collection asks for them: few, kept in memory, a few seconds old at most.
import { sql } from 'kysely'
import type { EventRule, EventRules, TenantRules } from '../collect/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import { unavailable } from '../platform/errors.ts'
import { isPgUnavailable } from '../platform/pg.ts'
import { unnest } from '../platform/unnest.ts'
import { keeperOf, type RuleSetting, wordsOf } from './rule.ts'

/** A rule that was changed holds in every process after at most this long. */
const FRESH_MS = 2_000
const SAMPLES = 5
/** Stands for "any rule" among the counts. */
export const ANY_RULE = '00000000-0000-0000-0000-000000000000'

interface Known {
  at: number
  rules: TenantRules | undefined
}

export function createEventRules(ctxOf: (tenantId: string) => Ctx): EventRules {
  const known = new Map<string, Known>()
  const loading = new Map<string, Promise<TenantRules | undefined>>()
  const load = async (tenantId: string): Promise<TenantRules | undefined> => {
    // Counted from the question, not from the answer: a change in between is not overlooked.
    const at = performance.now()
    try {
      const rules = await loadRules(ctxOf(tenantId))
      known.set(tenantId, { at, rules })
      return rules
    } catch (error) {
      if (isPgUnavailable(error))
        throw unavailable('state_store_unavailable', 'The database cannot answer now', 2, error)
      throw error
    } finally {
      loading.delete(tenantId)
    }
  }
  return {
    of(tenantId) {
      const found = known.get(tenantId)
      if (found && performance.now() - found.at < FRESH_MS) return found.rules
      const running = loading.get(tenantId) ?? load(tenantId)
      loading.set(tenantId, running)
      return running
    },
    note: noteBroken,
  }
}

async function loadRules(ctx: Ctx): Promise<TenantRules | undefined> {
  const { rows } = await sql<{
    id: string
    event_name: string
    property: string
    setting: RuleSetting
    action: 'warn' | 'reject'
    known: string[]
  }>`
    select id, event_name, property, setting, action,
      case when kind = 'unknown_property' then array(select name from tracked_property p
        where p.tenant_id = r.tenant_id and p.event_name = r.event_name) else '{}' end as known
    from event_rule r where tenant_id = ${ctx.tenantId} and action <> 'off'
    order by event_name, action, property, kind`.execute(ctx.pg)
  if (rows.length === 0) return undefined
  const rules = new Map<string, EventRule[]>()
  for (const row of rows) {
    const rule = { eventName: row.event_name, property: row.property, setting: row.setting }
    const list = rules.get(row.event_name) ?? []
    rules.set(row.event_name, list)
    list.push({
      id: row.id,
      isRefusing: row.action === 'reject',
      words: wordsOf(rule),
      keeps: keeperOf(rule, new Set(row.known)),
    })
  }
  return rules
}

interface Hit {
  ruleId: string
  source: string
  hits: number
  samples: string[]
}

/** One statement a group, last in its transaction: what others wait for is held shortest. */
const noteBroken: EventRules['note'] = async (ctx, events) => {
  const byRule = new Map<string, Hit>()
  for (const event of events) {
    for (const ruleId of [ANY_RULE, ...(event.broken ?? [])]) {
      const key = `${ruleId}\x1f${event.source}`
      const hit = byRule.get(key) ?? { ruleId, source: event.source, hits: 0, samples: [] }
      byRule.set(key, hit)
      hit.hits += 1
      if (hit.samples.length < SAMPLES) hit.samples.push(event.eventId)
    }
  }
  // In one order in every process, so that two groups wait for each other in one direction.
  const hits = [...byRule].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, hit]) => hit)
  const u = unnest(hits, {
    rule_id: ['uuid', (h) => h.ruleId],
    source: ['text', (h) => h.source],
    hits: ['bigint', (h) => h.hits],
    sample_text: ['text', (h) => `{${h.samples.join(',')}}`],
  })
  await sql`insert into event_rule_hit as held (tenant_id, rule_id, source, day, hits, samples)
    select ${ctx.tenantId}::uuid, r.rule_id, r.source,
      (${ctx.now()}::timestamptz at time zone t.timezone)::date, r.hits, r.sample_text::uuid[]
    from ${u.rows} join tenant t on t.id = ${ctx.tenantId}
    on conflict (tenant_id, rule_id, day, source) do update set hits = held.hits + excluded.hits,
      samples = (held.samples || excluded.samples)[1:${sql.raw(String(SAMPLES))}]`.execute(ctx.pg)
}
