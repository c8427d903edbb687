// A provider that takes no money: for demonstrations and tests, in a brand that has switched it on. It
// behaves as the real ones do: it can be paid late, says everything again, and signs what it says.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import {
  ForgedCallback,
  type PaymentProvider,
  type PaymentWord,
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

/** Somebody pays at the till. @throws 404 */
export async function payAtTill(ctx: Ctx, paymentId: string): Promise<PaymentWord> {
  const { rows } =
    await sql<Till>`update test_payment set state = 'paid', paid_at = coalesce(paid_at, ${ctx.now()})
    where tenant_id = ${ctx.tenantId} and id = ${paymentId} and state <> 'closed'
    returning amount_fen, currency, description, state, paid_at`.execute(ctx.pg)
  if (!rows[0]) throw notFound('payment')
  return wordAbout(ctx, paymentId, rows[0])
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
      await sql`insert into test_payment (tenant_id, id, amount_fen, currency, description, state)
        values (${ctx.tenantId}, ${asked.paymentId}, ${asked.amountFen}, ${asked.currency}, ${asked.description}, 'waiting')
        on conflict do nothing`.execute(ctx.pg)
      return { kind: 'open', url: `/pay/test/${ctx.tenantId}/${asked.paymentId}` }
    },
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
