// Shapes of commission in the API.
import { z } from 'zod'
import { PAYEE_STATES } from './payout-queries.ts'
import { COMMISSION_STATES, DUE_WHENS } from './rule.ts'

const Fen = z.number().int()
const Time = z.iso.datetime()
const CustomerId = z.number().int().nullable().describe('null once she was erased')
export const AffiliateState = z.enum(['active', 'ended'])
export const CommissionMonth = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
  .describe('YYYY-MM by the brand’s clock')
const Bp = z.number().int().min(0).max(10_000)

export const RuleShape = z
  .object({
    version: z
      .number()
      .int()
      .min(0)
      .describe('0: the brand has made none, nobody earns; when changing, the one it changes'),
    default_bp: Bp.describe('Of products that nothing below names, in 1/10,000'),
    categories: z
      .array(
        z
          .object({ path: z.array(z.string().trim().min(1).max(100)).min(1).max(10), bp: Bp })
          .strict(),
      )
      .max(500)
      .describe('The narrowest category that holds the product'),
    products: z
      .array(z.object({ sku: z.string().min(1).max(255), bp: Bp }).strict())
      .max(2_000)
      .describe('Before every category'),
    cap_fen: Fen.min(1)
      .max(1_000_000_000)
      .nullable()
      .describe('The most that one order earns; null: no limit'),
    due_when: z
      .enum(DUE_WHENS)
      .describe('receipt: once the buyer has the goods; after_sale: once the order is closed'),
    own_purchases: z.boolean().describe('Whether somebody earns by what she buys herself'),
    least_payout_fen: Fen.min(0)
      .max(1_000_000_000)
      .describe('Less than this waits for the next pay-out'),
  })
  .strict()
export const RuleVersionShape = RuleShape.extend({ made_by: z.string(), made_at: Time })

export const CommissionState = z
  .enum(COMMISSION_STATES)
  .describe('void: she who earns turned out to be the buyer')
const Earned = {
  ...{ sku: z.string(), name: z.string(), code: z.string() },
  basis_fen: Fen.describe('What the line counts for her with'),
  rate_bp: Bp,
  earned_fen: Fen,
  reversed_fen: Fen.describe('Of it, what went with what was given back'),
  kept_fen: Fen.describe('What is left of it'),
  ...{ state: CommissionState, earned_at: Time, decided_at: Time.nullable() },
}
export const CommissionShape = z.object({
  ...{ order_id: z.uuid(), number: z.string(), rule_version: z.number().int() },
  ...Earned,
})
export const OwnCommission = z.object(Earned)

const Sums = {
  pending_fen: Fen,
  due_fen: Fen.describe('Below zero: more was taken back than was due; taken from what comes next'),
  paying_fen: Fen.describe('In a pay-out that is not settled'),
  paid_fen: Fen,
}
const Named = { customer_id: CustomerId, name: z.string().nullable(), phone: z.string().nullable() }
export const AccountShape = z.object({ code: z.string(), ...Named, state: AffiliateState, ...Sums })
export const StatementShape = z.object({
  code: z.string(),
  ...Named,
  opening_fen: Fen.describe('Owed when the month began'),
  matured_fen: Fen,
  taken_back_fen: Fen.describe('Given back by buyers, or corrected, after it was due'),
  paid_fen: Fen,
  closing_fen: Fen.describe('opening + matured − taken back − paid'),
  earned_fen: Fen.describe('Earned in the month; pending until its orders have come far enough'),
  reversed_fen: Fen.describe('Taken back while it was pending'),
})

export const PayeeState = z.enum(PAYEE_STATES)
export const PayoutShape = z.object({
  id: z.uuid(),
  note: z.string(),
  made_by: z.string(),
  made_at: Time,
  payees: z.number().int(),
  ...{ fen: Fen, paying_fen: Fen, paid_fen: Fen },
  failed_fen: Fen.describe('Due again'),
})
export const PayeeShape = z.object({
  number: z.number().int(),
  ...Named,
  codes: z.array(z.string()),
  ...{ fen: Fen, state: PayeeState, note: z.string(), decided_at: Time.nullable() },
})

export const OwnAffiliate = z.object({
  codes: z
    .array(z.object({ code: z.string(), state: AffiliateState }))
    .describe('None: she is no affiliate'),
  ...Sums,
  due_when: z.enum(DUE_WHENS),
  least_payout_fen: Fen,
})
export const OwnCommissionPayout = z.object({
  ...{ fen: Fen, state: PayeeState, made_at: Time, decided_at: Time.nullable() },
})
