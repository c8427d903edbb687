// Rules at work: signals of events in, tags out, each rule once an event.
import { sql } from 'kysely'
import { notify } from '../desk/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import { MAX_DEPTH } from '../platform/emit.ts'
import { unnest } from '../platform/unnest.ts'
import { allHold, type Lookup } from './tag-rule-match.ts'
import { listTagRules, type TagRule } from './tag-rules.ts'
import { addTags } from './tagging.ts'

/** What of an event a rule looks at; a signal of `collect` is one. */
export interface RuleEvent {
  eventId: string
  node: number
  name: string
  at: Date
  source: string
  protocol: string
  platform: string
  links: Record<string, string>
  props: Record<string, unknown>
}

interface Firing {
  rule: TagRule
  event: RuleEvent
  /** How many rules led to this one. */
  depth: number
  isStopped: boolean
}

const DAY = 86_400_000

/** In the transaction that takes the signals. Safe to run again with the same ones. */
export async function tagBySignals(ctx: Ctx, events: readonly RuleEvent[]): Promise<void> {
  const rules = (await listTagRules(ctx)).filter((r) => r.isOn)
  const firings = events.flatMap((event) =>
    event.node === 0
      ? []
      : rules
          .filter((r) => r.eventName === event.name && allHold(r.conditions, lookIn(event)))
          .map((rule) => firingOf(rule, event)),
  )
  const first = await recordFirings(ctx, firings)
  const acting = first.filter((f) => !f.isStopped)
  await tell(ctx, first)
  if (acting.length > 0) await putOn(ctx, acting)
  await stop(
    ctx,
    first.filter((f) => f.isStopped),
  )
}

export const lookIn =
  (event: Pick<RuleEvent, 'platform' | 'source' | 'links' | 'props'>): Lookup =>
  (property) => {
    if (property === 'event.platform') return event.platform
    if (property === 'event.source') return event.source
    if (property.startsWith('event.')) return event.links[property.slice('event.'.length)]
    return event.props[property]
  }

function firingOf(rule: TagRule, event: RuleEvent): Firing {
  // Only our own events say how deep they are; a client's property of this name says nothing.
  const before = event.protocol === 'own' ? Number(event.props.depth ?? 0) : 0
  const depth = before + 1
  return { rule, event, depth, isStopped: depth > MAX_DEPTH }
}

/** Those that had not been recorded: a signal that comes a second time does nothing. */
async function recordFirings(ctx: Ctx, firings: readonly Firing[]): Promise<Firing[]> {
  if (firings.length === 0) return []
  const u = unnest(firings, {
    rule_id: ['uuid', (f) => f.rule.id],
    event_id: ['uuid', (f) => f.event.eventId],
    node_id: ['bigint', (f) => f.event.node],
    at: ['timestamptz', (f) => f.event.at],
    is_stopped: ['boolean', (f) => f.isStopped],
  })
  const { rows } = await sql<{ rule_id: string; event_id: string }>`
    insert into tag_rule_firing (tenant_id, rule_id, event_id, node_id, at, is_stopped)
    select ${ctx.tenantId}::uuid, ${u.names} from ${u.rows}
    where exists (select 1 from customer c where c.tenant_id = ${ctx.tenantId} and c.id = r.node_id)
    on conflict do nothing returning rule_id, event_id`.execute(ctx.pg)
  const fresh = new Set(rows.map((r) => `${r.rule_id}${r.event_id}`))
  return firings.filter((f) => fresh.has(`${f.rule.id}${f.event.eventId}`))
}

async function putOn(ctx: Ctx, firings: readonly Firing[]): Promise<void> {
  // Of several events of one customer the tag lasts longest after the latest.
  const wanted = new Map<string, Firing & { expiresAt: Date | null }>()
  for (const firing of firings) {
    const { rule, event } = firing
    const expiresAt = rule.days === null ? null : new Date(event.at.getTime() + rule.days * DAY)
    const key = `${event.node}\x1f${rule.id}`
    const before = wanted.get(key)
    if (!before || (before.expiresAt && expiresAt && expiresAt > before.expiresAt))
      wanted.set(key, { ...firing, expiresAt })
  }
  const u = unnest([...wanted.values()], {
    node_id: ['bigint', (f) => f.event.node],
    tag: ['text', (f) => f.rule.tag],
    source: ['text', (f) => `rule:${f.rule.id}`],
    at: ['timestamptz', (f) => f.event.at],
    actor: ['text', (f) => `rule:${f.rule.id}`],
    actor_name: ['text', (f) => f.rule.name],
    reason: ['text', (f) => f.event.name],
    expires_at: ['timestamptz', (f) => f.expiresAt],
    told: ['jsonb', (f) => JSON.stringify({ rule_id: f.rule.id, depth: f.depth })],
  })
  await addTags(ctx, sql`select ${u.names} from ${u.rows}`, 'prolong')
}

/** Counts and times on the rules, one statement. */
async function tell(ctx: Ctx, firings: readonly Firing[]): Promise<void> {
  if (firings.length === 0) return
  const u = unnest(firings, {
    rule_id: ['uuid', (f) => f.rule.id],
    node_id: ['bigint', (f) => f.event.node],
    is_stopped: ['boolean', (f) => f.isStopped],
  })
  await sql`with counted as (
      select rule_id, count(*) filter (where not is_stopped) as fired, count(*) filter (where is_stopped) as stopped,
        max(node_id) filter (where is_stopped) as node_id
      from ${u.rows} group by rule_id)
    update tag_rule t set fired = t.fired + c.fired, stopped = t.stopped + c.stopped,
      last_fired_at = case when c.fired > 0 then ${ctx.now()} else t.last_fired_at end,
      last_stopped_at = case when c.stopped > 0 then ${ctx.now()} else t.last_stopped_at end,
      last_stopped_node = coalesce(c.node_id, t.last_stopped_node)
    from counted c where t.tenant_id = ${ctx.tenantId} and t.id = c.rule_id`.execute(ctx.pg)
}

/** A chain of rules this long is a loop: it ends here, and somebody is told once a day a rule. */
async function stop(ctx: Ctx, firings: readonly Firing[]): Promise<void> {
  const rules = new Map(firings.map((f) => [f.rule.id, f]))
  for (const { rule, event } of rules.values()) {
    ctx.log.warn({ rule: rule.id, customer: event.node }, 'a chain of tag rules was cut')
    await notify(ctx, {
      kind: 'tag_rule_stopped',
      to: { permission: 'settings:manage' },
      subject: { kind: 'tag_rule', id: rule.id },
      params: { rule: rule.name },
      link: '/tags?tab=rules',
      key: `tag_rule_stopped:${rule.id}:${ctx.now().toISOString().slice(0, 10)}`,
    })
  }
}

/** Kept as long as seen events: an older signal cannot come again. */
export async function forgetFirings(ctx: Ctx): Promise<void> {
  await sql`delete from tag_rule_firing where fired_on < current_date - 31`.execute(ctx.pg)
}
