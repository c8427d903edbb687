// What insight keeps of a person.
import { sql } from 'kysely'
import type { PersonalData } from '../profile/index.ts'

const scores: PersonalData = {
  name: 'scores',
  tables: ['super_user_evidence'],
  async export(ctx, { nodes }) {
    const { rows } = await sql<{ evidence: Record<string, unknown> }>`
      select evidence from super_user_evidence
      where tenant_id = ${ctx.tenantId} and node_id = any(${[...nodes]}::bigint[]) order by node_id`.execute(
      ctx.pg,
    )
    return rows.map(({ evidence }) => evidence)
  },
  async erase(ctx, { nodes }) {
    const { numAffectedRows } = await sql`delete from super_user_evidence
      where tenant_id = ${ctx.tenantId} and node_id = any(${[...nodes]}::bigint[])`.execute(ctx.pg)
    return Number(numAffectedRows ?? 0)
  },
}

const followUps: PersonalData = {
  name: 'nps_follow_ups',
  tables: ['nps_follow_up'],
  async export(ctx, { nodes }) {
    const { rows } = await sql<Record<string, unknown>>`
      select state, note, at from nps_follow_up
      where tenant_id = ${ctx.tenantId} and node_id = any(${[...nodes]}::bigint[]) order by at, event_id`.execute(
      ctx.pg,
    )
    return rows
  },
  async erase(ctx, { nodes }) {
    const { numAffectedRows } = await sql`delete from nps_follow_up
      where tenant_id = ${ctx.tenantId} and node_id = any(${[...nodes]}::bigint[])`.execute(ctx.pg)
    return Number(numAffectedRows ?? 0)
  },
}

const exposures: PersonalData = {
  name: 'experiments',
  tables: ['experiment_exposure'],
  async export(ctx, { nodes }) {
    const { rows } = await sql<Record<string, unknown>>`
      select e.name as experiment, x.arm, x.at from experiment_exposure x
      join experiment e on e.tenant_id = x.tenant_id and e.id = x.experiment_id
      where x.tenant_id = ${ctx.tenantId} and x.node_id = any(${[...nodes]}::bigint[]) order by x.at, e.id`.execute(
      ctx.pg,
    )
    return rows
  },
  async erase(ctx, { nodes }) {
    const { numAffectedRows } = await sql`delete from experiment_exposure
      where tenant_id = ${ctx.tenantId} and node_id = any(${[...nodes]}::bigint[])`.execute(ctx.pg)
    return Number(numAffectedRows ?? 0)
  },
}

const pipeline: PersonalData = {
  name: 'koc',
  tables: ['koc'],
  async export(ctx, { nodes }) {
    const { rows } = await sql<Record<string, unknown>>`
      select k.stage, k.origin, k.next_step, k.next_on::text as next_on, k.created_at,
        (select jsonb_agg(jsonb_build_object('at', s.at, 'to', s.to_stage, 'note', s.note) order by s.id)
          from koc_step s where s.tenant_id = k.tenant_id and s.koc_id = k.id) as steps
      from koc k where k.tenant_id = ${ctx.tenantId} and k.node_id = any(${[...nodes]}::bigint[]) order by k.id`.execute(
      ctx.pg,
    )
    return rows
  },
  /** Her moves go with her. */
  async erase(ctx, { nodes }) {
    const { numAffectedRows } = await sql`delete from koc
      where tenant_id = ${ctx.tenantId} and node_id = any(${[...nodes]}::bigint[])`.execute(ctx.pg)
    return Number(numAffectedRows ?? 0)
  },
}

export const insightData: readonly PersonalData[] = [scores, followUps, exposures, pipeline]
