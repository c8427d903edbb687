// What a person said goes with her; the stars stay in the average and lead to nobody.
import { sql } from 'kysely'
import type { PersonalData } from '../profile/index.ts'

export const reviewsData: readonly PersonalData[] = [
  {
    name: 'reviews',
    tables: ['review', 'review_picture'],
    async export(ctx, person) {
      const { rows } = await sql<Record<string, unknown>>`
        select r.sku, r.stars, r.words, r.author, r.state, r.reply, r.posted_at, (select count(*)::int from review_picture p
          where p.tenant_id = r.tenant_id and p.review_id = r.id) as pictures
        from review r where r.tenant_id = ${ctx.tenantId} and r.node_id = any(${[...person.nodes]}::bigint[])
        order by r.id`.execute(ctx.pg)
      return rows
    },
    async erase(ctx, person) {
      const mine = sql`tenant_id = ${ctx.tenantId} and node_id = any(${[...person.nodes]}::bigint[])`
      const pictures = await sql`delete from review_picture where ${mine}`.execute(ctx.pg)
      // The answer may speak of her too. Points that nobody holds are nobody's to settle.
      const reviews =
        await sql`update review set node_id = null, words = '', author = '', hidden_note = '',
        reply = '', replied_at = null, points_due = null, points_until = null, revision = revision + 1
        where ${mine}`.execute(ctx.pg)
      return Number(pictures.numAffectedRows ?? 0) + Number(reviews.numAffectedRows ?? 0)
    },
  },
]
