// What the structure's routes take and answer.
import { z } from 'zod'

export const Code = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .describe('What other systems call it; `store_id` and `staff_id` of events and orders. Stays.')
export const Name = z.string().trim().min(1).max(100)
export const Day = z.iso.date()
export const StoreKind = z.enum(['direct', 'franchise', 'online'])
export type StoreKind = z.infer<typeof StoreKind>
export const Revision = z
  .number()
  .int()
  .positive()
  .describe('As last read; when it has changed since: 409 edited_meanwhile')

export const Region = z.object({
  id: z.uuid(),
  code: z.string(),
  name: z.string(),
  parent_id: z.uuid().nullable().describe('Null: directly below headquarters'),
  stores: z.number().int().describe('Stores directly in it'),
  staff: z.number().int().describe('Staff posted at it or at its stores, not below'),
  revision: z.number().int(),
})
export const Store = z.object({
  id: z.uuid(),
  code: z.string(),
  name: z.string(),
  kind: StoreKind,
  region: z.object({ id: z.uuid(), code: z.string(), name: z.string() }).nullable(),
  address: z.string(),
  opened_on: Day.nullable(),
  closed_on: Day.nullable(),
  staff: z.number().int().describe('Posted there now'),
  revision: z.number().int(),
})
const Place = z.object({ id: z.uuid(), code: z.string(), name: z.string() })
export const Post = z.object({
  id: z.uuid(),
  title: z.string(),
  store: Place.nullable(),
  region: Place.nullable().describe('Neither store nor region: headquarters'),
  from: z.iso.datetime(),
  to: z.iso.datetime().nullable(),
  ended_by: z.enum(['moved', 'left']).nullable(),
  reason: z.string(),
  actor: z.string(),
})
export const Staff = z.object({
  id: z.uuid(),
  code: z.string(),
  name: z.string(),
  wecom_user_id: z.string().nullable(),
  phone: z.string().nullable().describe('Masked for those who do not manage the structure'),
  user: z.object({ id: z.uuid(), name: z.string(), email: z.string() }).nullable(),
  state: z.enum(['active', 'left']),
  post: Post.nullable().describe('The present one, or the last before leaving'),
  revision: z.number().int(),
})
export type Staff = z.infer<typeof Staff>
export type Post = z.infer<typeof Post>

export const NewRegion = z.object({ code: Code, name: Name, parent_id: z.uuid().nullish() })
export const RegionChange = z.object({
  name: Name.optional(),
  parent_id: z.uuid().nullable().optional(),
  revision: Revision.optional(),
})
const storeWords = {
  name: Name,
  kind: StoreKind,
  region_id: z.uuid().nullable(),
  address: z.string().trim().max(300),
  opened_on: Day.nullable(),
  closed_on: Day.nullable(),
}
export const NewStore = z.object({
  ...storeWords,
  code: Code,
  kind: StoreKind.default('direct'),
  region_id: z.uuid().nullish(),
  address: storeWords.address.default(''),
  opened_on: Day.nullish(),
  closed_on: Day.nullish(),
})
export const StoreChange = z.object(storeWords).partial().extend({ revision: Revision.optional() })

const staffWords = {
  name: Name,
  wecom_user_id: z.string().trim().min(1).max(64).nullable(),
  phone: z.string().trim().min(1).max(30).nullable(),
  user_id: z.uuid().nullable().describe('Their own sign-in; it ends when they leave'),
}
export const whereTo = {
  store_id: z.uuid().nullish(),
  region_id: z.uuid().nullish().describe('Neither store nor region: headquarters'),
  title: z.string().trim().max(50).default(''),
  at: z.iso.datetime({ offset: true }).optional().describe('Since when; now unless given'),
}
export const NewStaff = z.object({
  code: Code,
  name: Name,
  wecom_user_id: staffWords.wecom_user_id.optional(),
  phone: staffWords.phone.optional(),
  user_id: staffWords.user_id.optional(),
  ...whereTo,
})
export const StaffChange = z.object(staffWords).partial().extend({ revision: Revision.optional() })
export const Move = z.object({
  ...whereTo,
  reason: z.string().trim().max(200).default(''),
  revision: Revision.optional(),
})
export const Leave = z.object({
  at: whereTo.at,
  reason: z.string().trim().max(200).default(''),
  revision: Revision.optional(),
})
