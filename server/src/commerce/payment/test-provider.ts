// A provider that takes no money: for demonstrations and tests, in a brand that has switched it on. It
// behaves as the real ones do: it can be paid late, says everything again, and signs what it says.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import { later } from '../../platform/prepared.ts'
import { done, refused, together } from '../../platform/together.ts'
import { unnest } from '../../platform/unnest.ts'
import {
  ForgedCallback,
  type PaymentBegun,
  type PaymentProvider,
  type PaymentWord,
  type Prepared,
  ProviderRefused,
  type RefundWord,
} from './provider.ts'

interface Till {
  amount_fen: number
  currency: string
  description: string
  state: 'waiting' | 'paid' | 'closed'
  paid_at: Date | null
}

export async function tillOf(ctx: Ctx, id: string): Promise<Till | undefined> {
  const { rows } =
    await sql<Till>`select amount_fen, currency, description, state, paid_at from test_payment
    where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
  return rows[0]
}

const wordOf = async (ctx: Ctx, paymentId: string): Promise<PaymentWord> =>
  wordAbout(ctx, paymentId, await tillOf(ctx, paymentId))

function wordAbout(ctx: Ctx, paymentId: string, till: Till | undefined): PaymentWord {
  // Never begun there, so nobody can have paid it.
  if (!till) return { kind: 'payment', paymentId, state: 'closed' }
  if (till.state !== 'paid') return { kind: 'payment', paymentId, state: till.state }
  return {
    ...{ kind: 'payment', paymentId, state: 'paid', amountFen: till.amount_fen },
    ...{
      currency: till.currency,
      paidAt: till.paid_at ?? ctx.now(),
      providerRef: `test-${paymentId}`,
    },
  }
}

/** Somebody pays at the till; who pays there at the same moment pays with her. @throws 404 */
export const payAtTill = (ctx: Ctx, paymentId: string): Promise<PaymentWord> =>
  paidTogether(ctx, paymentId)

const paidTogether = together(
  async (ctx, ids: readonly string[]): Promise<PromiseSettledResult<PaymentWord>[]> => {
    const { rows } = await sql<Till & { id: string }>`
      with held as (
        select id from test_payment where tenant_id = ${ctx.tenantId} and id = any(${[...ids]}::uuid[])
          and state <> 'closed' order by id for no key update)
      update test_payment t set state = 'paid', paid_at = coalesce(t.paid_at, ${ctx.now()})
      from held where t.tenant_id = ${ctx.tenantId} and t.id = held.id and t.id = any(${[...ids]}::uuid[])
      returning t.id, t.amount_fen, t.currency, t.description, t.state, t.paid_at`.execute(ctx.pg)
    const tills = new Map(rows.map((row) => [row.id, row]))
    return ids.map((id) => {
      const till = tills.get(id)
      return till ? done(wordAbout(ctx, id, till)) : refused(notFound('payment'))
    })
  },
  () => true,
)

const addressOf = (ctx: Ctx, paymentId: string): Prepared => ({
  ...{ kind: 'open', url: `/pay/test/${ctx.tenantId}/${paymentId}` },
})

async function begin(ctx: Ctx, asked: readonly PaymentBegun[]): Promise<void> {
  const u = unnest(asked, {
    id: ['uuid', (a) => a.paymentId],
    amount_fen: ['bigint', (a) => a.amountFen],
    currency: ['text', (a) => a.currency],
    description: ['text', (a) => a.description],
  })
  await later(
    ctx,
    sql`insert into test_payment (tenant_id, ${u.names}, state)
      select ${ctx.tenantId}::uuid, ${u.names}, 'waiting' from ${u.rows} on conflict do nothing`,
  )
}

export const signTest = (key: Buffer, tenantId: string, body: Buffer): string =>
  createHmac('sha256', key).update(tenantId).update('\n').update(body).digest('hex')

const Notice = z.object({ kind: z.enum(['payment', 'refund']), id: z.uuid() })

export function createTestProvider(key: Buffer): PaymentProvider {
  return {
    code: 'test',
    ways: ['test'],
    isReady: async () => true,
    async prepare(ctx, asked) {
      await begin(ctx, [asked])
      return addressOf(ctx, asked.paymentId)
    },
    here: { prepared: addressOf, begin },
    query: wordOf,
    async close(ctx, paymentId) {
      await sql`update test_payment set state = 'closed'
        where tenant_id = ${ctx.tenantId} and id = ${paymentId} and state = 'waiting'`.execute(
        ctx.pg,
      )
      return wordOf(ctx, paymentId)
    },
    async refund(ctx, asked) {
      const { rows } = await sql`
        with till as (
          select amount_fen from test_payment
          where tenant_id = ${ctx.tenantId} and id = ${asked.paymentId} and state = 'paid' for update),
        gone as (
          select coalesce(sum(amount_fen), 0) as fen from test_refund
          where tenant_id = ${ctx.tenantId} and payment_id = ${asked.paymentId} and id <> ${asked.refundId})
        insert into test_refund (tenant_id, id, payment_id, amount_fen, done_at)
        select ${ctx.tenantId}::uuid, ${asked.refundId}::uuid, ${asked.paymentId}::uuid, ${asked.amountFen}, ${ctx.now()}::timestamptz
        from till, gone where gone.fen + ${asked.amountFen} <= till.amount_fen
        on conflict (tenant_id, id) do update set amount_fen = excluded.amount_fen
        returning id`.execute(ctx.pg)
      if (rows.length === 0)
        throw new ProviderRefused('not_enough_paid', 'More would go back than was paid')
      return refundWord(ctx, asked.refundId)
    },
    queryRefund: refundWord,
    async readCallback(ctx, { headers, body }) {
      const given = Buffer.from(headers['x-test-signature'] ?? '', 'hex')
      const right = Buffer.from(signTest(key, ctx.tenantId, body), 'hex')
      if (given.length !== right.length || !timingSafeEqual(given, right))
        throw new ForgedCallback('the signature is not ours')
      const notice = Notice.safeParse(parsed(body))
      if (!notice.success) throw new ForgedCallback('this is no notice')
      return notice.data.kind === 'payment'
        ? wordOf(ctx, notice.data.id)
        : refundWord(ctx, notice.data.id)
    },
    async statement(ctx, day) {
      const on = (at: ReturnType<typeof sql>) =>
        sql`(${at} at time zone 'Asia/Shanghai')::date = ${day}::date`
      const { rows } = await sql<{
        kind: 'payment' | 'refund'
        id: string
        amount_fen: number
        at: Date
      }>`
        select 'payment' as kind, id, amount_fen, paid_at as at from test_payment
        where tenant_id = ${ctx.tenantId} and state = 'paid' and ${on(sql`paid_at`)}
        union all
        select 'refund', id, amount_fen, done_at from test_refund
        where tenant_id = ${ctx.tenantId} and ${on(sql`done_at`)}`.execute(ctx.pg)
      return rows.map(({ kind, id, amount_fen, at }) => ({
        ...{ kind, id, amountFen: amount_fen, feeFen: 0, at, providerRef: `test-${id}` },
      }))
    },
  }
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}

async function refundWord(ctx: Ctx, refundId: string): Promise<RefundWord> {
  const { rows } = await sql<{ payment_id: string; amount_fen: number; done_at: Date }>`
    select payment_id, amount_fen, done_at from test_refund
    where tenant_id = ${ctx.tenantId} and id = ${refundId}`.execute(ctx.pg)
  const found = rows[0]
  if (!found) throw new ProviderRefused('refund_unknown', 'There is no such refund')
  return {
    ...{ kind: 'refund', refundId, paymentId: found.payment_id, state: 'done' },
    ...{ amountFen: found.amount_fen, doneAt: found.done_at, providerRef: `test-${refundId}` },
  }
}
