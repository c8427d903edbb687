// What the ledger is made of.

/** Points are counted; principal and bonus are fen of stored value, sessions fen of what cards still owe. */
export type SpendableBook = 'points' | 'principal' | 'bonus'
export type Book = SpendableBook | 'sessions'

/** Accounts of a customer: what waits to be released, and what can be spent. */
export type OwnCode = 'pending' | 'active'
/** Accounts of the brand. */
export type BrandCode =
  | 'issued'
  | 'held'
  | 'redeemed'
  | 'expired'
  | 'adjustment'
  | 'cash'
  | 'granted'
  | 'revenue'
  | 'discount'
  /** Owed to whoever will claim a gift card. */
  | 'gift'

export type Entry =
  | { book: Book; code: OwnCode; accountId: string; amount: number }
  | { book: Book; code: BrandCode; amount: number }

export interface NewLot {
  id: string
  accountId: string
  book: Book
  source: string
  amount: number
  earnedAt: Date
  /** Null: pending. */
  activeFrom: Date | null
  releasesAt: Date | null
  expiresAt: Date | null
  replaces?: string | null
}
/** Above zero it is taken out of the lot, below it goes back. */
export interface Allocation {
  lotId: string
  amount: number
  ofTransaction?: string
}

export type Answer = Readonly<Record<string, string | number | null>>
export interface Posting {
  id: string
  key: string
  kind: string
  note?: string
  orderId?: string | null
  rule?: { id: string; version: number } | null
  answer: Answer
  entries: readonly Entry[]
  lots?: readonly NewLot[]
  allocations?: readonly Allocation[]
  /** By how much what an account owes changes. */
  owed?: readonly { accountId: string; change: number }[]
}

export interface Account {
  id: string
  node_id: number
  book: Book
  pending: number
  active: number
  owed: number
}
export interface Lot {
  id: string
  account_id: string
  book: Book
  source: string
  amount: number
  remaining: number
  earned_at: Date
  active_from: Date | null
  releases_at: Date | null
  expires_at: Date | null
}
