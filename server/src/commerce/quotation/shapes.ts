// Shapes of quotations in the API.
import { z } from 'zod'
import { OWN_STATES } from '../checkout/states.ts'
import { DEPOSIT_KINDS } from '../deposit/law.ts'
import { PRODUCT_KINDS } from '../goods/products.ts'
import { ASK_REASONS } from './send.ts'
import { QUOTATION_STATES } from './states.ts'

const Int = z.number().int()
const Fen = Int.min(0).max(1_000_000_000_000)
const Bp = Int.min(0).max(10_000)
const Time = z.iso.datetime()
const Moment = z.iso.datetime({ offset: true })
const Code = z.string().min(1).max(255)
const Coded = z.object({ code: z.string(), name: z.string() })
export const QuotationId = z.object({ id: z.guid() })
const CustomerId = Int.min(1).max(4_294_967_295)
const State = z
  .enum(QUOTATION_STATES)
  .describe('waiting: a second person decides on its discount; sent: she can accept it')
const Delivery = z.enum(['ship', 'pick_up'])
const Kind = z
  .enum(DEPOSIT_KINDS)
  .describe('earnest 定金: a fifth of the price at most, binds both; advance 订金: goes back')

const DepositFields = z
  .object({
    kind: Kind,
    share_bp: Int.min(1).max(9_999).optional().describe('Of the total, rounded down to the fen'),
    fen: Int.min(1).max(1_000_000_000_000).optional(),
    balance_until: Moment.describe('After the quotation’s validity'),
    ships_by: z.iso.date().describe('The promised day'),
  })
  .refine((d) => (d.share_bp === undefined) !== (d.fen === undefined), 'a share or a sum')
  .transform(({ share_bp, fen, ...rest }) => ({
    ...rest,
    ...(fen === undefined ? { share_bp: share_bp ?? 0 } : { fen }),
  }))
export const Fields = z.object({
  storefront: z.string().min(1).max(64),
  store: Code.nullable()
    .default(null)
    .describe('Whose stock; null: the guide’s store, else the storefront’s'),
  staff_id: Code.nullable()
    .default(null)
    .describe('The guide it counts for; null: the guide who makes it'),
  lines: z
    .array(
      z.object({
        sku: Code,
        quantity: Int.min(1).max(100_000),
        unit_fen: Fen.describe('What one costs here'),
      }),
    )
    .min(1)
    .max(100),
  remarks: z.string().trim().max(2_000).default(''),
  valid_until: Moment,
  delivery: Delivery.default('pick_up'),
  shipping_fen: Fen.default(0),
  deposit: DepositFields.nullable().default(null).describe('null: paid at once'),
})
export const NewQuotation = Fields.extend({ customer_id: CustomerId })

const Filter = {
  q: z
    .string()
    .trim()
    .max(100)
    .optional()
    .describe('In its number, a phone, its last four digits, or a name'),
  state: State.optional(),
  staff_id: Code.optional(),
  store_id: Code.optional(),
}
export const AskedQuery = { ...Filter, customer_id: z.coerce.number().pipe(CustomerId).optional() }
export const ExportQuery = { ...Filter, customer_id: CustomerId.optional() }

export const QuotationShown = z.object({
  ...{ id: z.string(), number: z.string(), state: State },
  customer_id: Int.nullable().describe('null: she was erased'),
  name: z.string().nullable(),
  phone: z.string().nullable().describe('As your role may see it'),
  ...{ storefront: Coded, store: Coded, staff: Coded.nullable(), version: Int },
  currency: z.string(),
  list_fen: Int.describe('By list prices'),
  total_fen: Int.describe('By agreed prices, with shipping'),
  deposit_fen: Int.nullable(),
  deepest_bp: Int.describe('The deepest discount of a line, rounded up'),
  valid_until: Time,
  order: z
    .object({ id: z.string(), number: z.string(), state: z.enum(OWN_STATES) })
    .nullable()
    .describe('What it became'),
  reason: z.string().describe('Why it was declined or withdrawn'),
  ...{ revision: Int, created_at: Time, sent_at: Time.nullable(), decided_at: Time.nullable() },
})
const Version = z.object({
  ...{ version: Int, valid_until: Time, delivery: Delivery, remarks: z.string() },
  ...{ currency: z.string(), list_fen: Int, goods_fen: Int, shipping_fen: Int, total_fen: Int },
  deepest_bp: Int,
  ...{ deposit_kind: Kind.nullable(), deposit_fen: Int.nullable(), deposit_bp: Int.nullable() },
  ...{ balance_until: Time.nullable(), ships_by: z.string().nullable() },
  ...{ made_at: Time, made_by: z.string(), sent_at: Time.nullable() },
  ...{ approved_at: Time.nullable(), approved_by: z.string().nullable() },
  lines: z.array(
    z.object({
      ...{ sku: z.string(), name: z.string(), quantity: Int, list_fen: Int, unit_fen: Int },
      ships: z.boolean(),
    }),
  ),
})
export const QuotationDetail = QuotationShown.extend({
  approval_id: z.string().nullable(),
  path: z.string().nullable().describe('Of its link; null: the brand has no shop yet'),
  versions: z.array(Version).describe('The newest first'),
  judged: z.object({
    limit_bp: Int.describe('As deep as you may go alone'),
    because: z.array(z.enum(ASK_REASONS)).describe('Why a second person is needed if you send it'),
  }),
  changes: z.array(
    z.object({
      ...{ id: z.string(), at: Time, act: z.string(), version: Int, to_state: State },
      actor: z.string().nullable().describe('null: the customer, or it happened by itself'),
      note: z.string(),
    }),
  ),
})
export const Setting = z.object({
  ...{ guide_bp: Bp, operator_bp: Bp, admin_bp: Bp, owner_bp: Bp },
  below_cost_asks: z.boolean(),
  hours_to_pay: Int.min(1).max(720),
})
export const Options = z.object({
  storefronts: z.array(Coded.extend({ store: z.string() })),
  limit_bp: Int.describe('As deep as you may go alone'),
  below_cost_asks: z.boolean(),
})
export const QuotableProduct = z.object({
  ...{ sku: z.string(), name: z.string(), kind: z.enum(PRODUCT_KINDS), currency: z.string() },
  list_fen: Int.describe('What one costs everybody there'),
  free: Int.nullable().describe('Free at the store; null: not kept in stock'),
})
/** As the customer sees it. */
export const QuotationForHer = z.object({
  ...{ number: z.string(), state: State, version: Int, is_being_revised: z.boolean() },
  ...{ brand: z.string(), store: z.string(), staff: z.string().nullable() },
  ...{ valid_until: Time, is_over: z.boolean(), delivery: Delivery, ships: z.boolean() },
  ...{ remarks: z.string(), currency: z.string() },
  ...{ list_fen: Int, goods_fen: Int, shipping_fen: Int, total_fen: Int },
  deposit: z
    .object({
      ...{ kind: Kind, fen: Int, binding_fen: Int, balance_fen: Int },
      ...{ balance_until: Time, ships_by: z.string() },
    })
    .nullable(),
  lines: z.array(
    z.object({ sku: z.string(), name: z.string(), quantity: Int, list_fen: Int, unit_fen: Int }),
  ),
  order_id: z.string().nullable(),
})
