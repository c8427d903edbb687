// Spending: out of all accounts of a customer, first expiring first; and giving back to where it came from.
import { randomUUIDv7 } from 'node:crypto'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { lockAccountsOf, lockNodes } from './accounts.ts'
import type { Answer, Book, BrandCode, Entry, NewLot, Posting } from './book.ts'
import { settle } from './credit.ts'
import { answered, lockAccounts, post } from './journal.ts'
import { backTo, byAccount, owedBy, putBack, spendableLots, take, takenBy } from './lots.ts'

export type Amounts = Readonly<Partial<Record<Book, number>>>

export interface Spending {
  key: string
  kind: string
  node: number
  books: readonly Book[]
  /** How much of each book, of what there is; undefined: it does not suffice. */
  divide(available: Amounts): Amounts | undefined
  to(book: Book): BrandCode
  orderId?: string | null
  note?: string
  /** Beside the amounts, for whoever asks again. */
  more?: Answer
}
export type Spent =
  | { ok: true; transactionId: string; answer: Answer }
  | { ok: false; available: Amounts }

export const exactly =
  (book: Book, amount: number) =>
  (available: Amounts): Amounts | undefined =>
    (available[book] ?? 0) >= amount ? { [book]: amount } : undefined

/** What of it there is, above what is owed. */
export async function availableTo(ctx: Ctx, node: number, books: readonly Book[]) {
  const nodes = await lockNodes(ctx, node)
  const accounts = await lockAccountsOf(ctx, nodes, books)
  const lots = await spendableLots(ctx, accounts)
  const available = Object.fromEntries(
    books.map((book) => {
      const held = lots.filter((l) => l.book === book).reduce((sum, l) => sum + l.remaining, 0)
      return [book, Math.max(0, held - owedBy(accounts, book))]
    }),
  ) as Amounts
  return { nodes, accounts, lots, available }
}

/** All of it or nothing; the same key again is given the first answer. */
export function spend(ctx: Ctx, wanted: Spending): Promise<Spent> {
  return inTx(ctx, async (ctx) => {
    const before = await answered(ctx, wanted.key)
    if (before) return { ok: true, transactionId: String(before.transaction), answer: before }
    const { lots, available } = await availableTo(ctx, wanted.node, wanted.books)
    const amounts = wanted.divide(available)
    if (!amounts) return { ok: false, available }
    const id = randomUUIDv7()
    const entries: Entry[] = []
    const allocations = []
    for (const book of wanted.books) {
      const amount = amounts[book] ?? 0
      if (amount === 0) continue
      const of = lots.filter((l) => l.book === book)
      const taken = take(of, amount)
      if (!taken) return { ok: false, available }
      allocations.push(...taken)
      for (const { accountId, amount: n } of byAccount(taken))
        entries.push({ book, code: 'active', accountId, amount: -n })
      entries.push({ book, code: wanted.to(book), amount })
    }
    if (entries.length === 0) throw new RangeError('nothing is spent')
    const answer: Answer = { transaction: id, ...amounts, ...wanted.more }
    await post(ctx, [
      {
        ...{ id, key: wanted.key, kind: wanted.kind, note: wanted.note ?? '', answer },
        ...{ orderId: wanted.orderId ?? null, entries, allocations },
      },
    ])
    return { ok: true, transactionId: id, answer }
  })
}

export interface GivingBack {
  key: string
  kind: string
  ofTransaction: string
  amounts: Amounts
  from(book: Book): BrandCode
  orderId?: string | null
  note?: string
  /** Beside the amounts, for whoever asks later. */
  answer?: Answer
  /** For what has expired meanwhile; 0: it expires at once. */
  graceDays: number
}

/** To the very lots it was taken from, which keep their expiry. */
export function restore(ctx: Ctx, back: GivingBack): Promise<Answer> {
  return inTx(ctx, async (ctx) => {
    const before = await answered(ctx, back.key)
    if (before) return before
    // Nobody gives the same spending back beside this: their sums would both be right and together wrong.
    await answered(ctx, `restore of ${back.ofTransaction}`)
    const before2 = await takenBy(ctx, back.ofTransaction)
    await lockAccounts(ctx, [...new Set(before2.map((t) => t.accountId))])
    const taken = await takenBy(ctx, back.ofTransaction)
    const id = randomUUIDv7()
    const answer: Answer = { transaction: id, ...back.amounts, ...back.answer }
    const entries: Entry[] = []
    const returned = []
    for (const [book, amount] of Object.entries(back.amounts) as [Book, number][]) {
      if (amount === 0) continue
      const lots = putBack(
        taken.filter((t) => t.book === book),
        amount,
      )
      returned.push(...lots)
      for (const { accountId, amount: n } of byAccount(lots))
        entries.push({ book, code: 'active', accountId, amount: n })
      entries.push({ book, code: back.from(book), amount: -amount })
    }
    await post(ctx, [
      {
        ...{ id, key: back.key, kind: back.kind, note: back.note ?? '', answer },
        ...{ orderId: back.orderId ?? null, entries },
        allocations: backTo(returned, back.ofTransaction),
      },
    ])
    const late = returned.filter((l) => l.expiresAt !== null && l.expiresAt <= ctx.now())
    if (late.length > 0)
      await post(
        ctx,
        late.map((l) => comeLate(ctx, l, id, back.graceDays)),
      )
    await settle(ctx, 'points', [...new Set(returned.map((l) => l.accountId))])
    return answer
  })
}

const DAY_MS = 86_400_000

/** What had expired when it came back: gone again at once, or given anew for some days. */
function comeLate(
  ctx: Ctx,
  lot: { lotId: string; accountId: string; book: Book; amount: number },
  restored: string,
  graceDays: number,
): Posting {
  const { book, accountId, amount } = lot
  const id = randomUUIDv7()
  const allocations = [{ lotId: lot.lotId, amount }]
  const key = `late:${restored}:${lot.lotId}`
  if (graceDays === 0)
    return {
      ...{ id, key, kind: 'expire', answer: { amount, lots: 1 }, allocations },
      entries: [
        { book, code: 'active', accountId, amount: -amount },
        { book, code: 'expired', amount },
      ],
    }
  const given: NewLot = {
    ...{ id: randomUUIDv7(), accountId, book, source: 'grace', amount, earnedAt: ctx.now() },
    ...{ activeFrom: ctx.now(), releasesAt: null, replaces: lot.lotId },
    expiresAt: new Date(ctx.now().getTime() + graceDays * DAY_MS),
  }
  return {
    ...{ id, key, kind: 'extend', answer: { amount, lot: given.id }, allocations, lots: [given] },
    entries: [],
  }
}
