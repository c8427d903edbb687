import type { ValueType } from './valueTest.ts'

/** Codes that the brand names itself. */
export type CodeKind = 'channel' | 'hook' | 'activity' | 'content' | 'campaign'

/** What an order can have been given cheaper by. */
export const OFFER_PARTS = ['offers', 'coupons', 'activities'] as const
export type OfferPart = (typeof OFFER_PARTS)[number]

/** What the brand calls the things that rules name. */
export interface Labels {
  event: (name: string) => string
  property: (name: string) => string
  attribute: (name: string) => string
  /** What a coded value of an attribute is called, else itself. */
  attributeValue: (attribute: string, value: string) => string
  /** Its numbers are fen, and are read in the brand's currency. */
  isMoney: (name: string) => boolean
  store: (code: string) => string
  guide: (code: string) => string
  channel: (code: string) => string
  /** Of hooks, activities, contents and campaigns, too. */
  code: (kind: CodeKind, code: string) => string
  /** An own offer, a batch of coupons or an activity; what other sources name goes by itself. */
  offered: (part: OfferPart, value: string) => string
  namespace: (name: string) => string
  platform: (name: string) => string
  purpose: (name: string) => string
  /** Of consent: where she may be spoken to. */
  medium: (name: string) => string
  consentState: (state: string) => string
  touchpoint: (kind: string) => string
  kin: (role: string) => string
  audience: (id: string) => string
}

/** Something that can be chosen: its name, what it is called, and what helps to recognise it. */
export interface Choice {
  value: string
  label: string
  volume?: number
  samples?: readonly string[]
  group?: string
}
export interface PropertyChoice extends Choice {
  type?: ValueType
  isMoney?: boolean
  /** Its coded values by what they are called. */
  values?: readonly Choice[]
}
