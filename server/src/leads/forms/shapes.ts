// What a form is made of, as it is worked on and as it is published.
import { z } from 'zod'

/** Proved by a code sent to it: what makes whoever fills a form in one customer. */
export const PHONE = 'phone'

export const Field = z.object({
  attribute: z.string().min(1).max(200).describe('What it is written to; phone: proved by a code'),
  label: z.string().trim().max(60),
  reason: z.string().trim().max(200).describe('Why it is asked; shown beside it'),
  required: z.boolean(),
  options: z
    .array(z.string().trim().min(1).max(100))
    .max(50)
    .default([])
    .describe(
      'Of a choice: those offered, none: all of them. Of a text or list: what to choose from',
    ),
})
export type Field = z.infer<typeof Field>

export const Reward = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('points'), points: z.number().int().min(1).max(1_000_000) }),
  z.object({
    kind: z.literal('coupon'),
    batch_id: z.guid(),
    label: z.string().trim().max(40).describe('What customers are told it is'),
  }),
])
export type Reward = z.infer<typeof Reward>

const Code = z.string().min(1).max(255).nullable().default(null)

/** Who gets the leads. */
export const Owners = z.object({
  staff_id: Code.describe('All of them to this guide'),
  store_id: Code.describe('In turn to the guides of this store'),
})
export type Owners = z.infer<typeof Owners>

export const FormDraft = z.object({
  title: z.string().trim().max(60),
  intro: z.string().trim().max(500).default(''),
  thanks: z.string().trim().max(500).default(''),
  fields: z.array(Field).max(20),
  consent: z
    .object({ purpose: z.string().min(1).max(100), version: z.string().min(1).max(50) })
    .nullable()
    .describe('What she agrees to, as the consent ledger knows it'),
  reward: Reward.default({ kind: 'none' }),
  owners: Owners.default({ staff_id: null, store_id: null }),
  due_hours: z
    .number()
    .int()
    .min(1)
    .max(720)
    .default(24)
    .describe('By when a lead is first followed up'),
})
export type FormDraft = z.infer<typeof FormDraft>

export const PublishedField = Field.omit({ options: true }).extend({
  type: z.enum(['text', 'number', 'boolean', 'date', 'list', 'choice']),
  choices: z.array(z.object({ value: z.string(), label: z.string(), label_en: z.string() })),
})
export type PublishedField = z.infer<typeof PublishedField>

/** A draft with everything it named as it was then. */
export const FormContent = FormDraft.omit({ fields: true, consent: true }).extend({
  fields: z.array(PublishedField),
  consent: z.object({ purpose: z.string(), version: z.string(), text: z.string() }),
})
export type FormContent = z.infer<typeof FormContent>

export const FORM_STATES = ['draft', 'live', 'stopped'] as const
export type FormState = (typeof FORM_STATES)[number]
