// What the shop asks of whoever knows where parcels are. Connectors implement it; the application names them; this
// domain knows none of them. Nothing here is called inside a transaction: it goes over the network.
import type { Ctx } from '../../platform/ctx.ts'
import type { Trace } from './states.ts'

export interface ParcelAsked {
  /** The carrier's code. */
  carrier: string
  number: string
  /** The receiver's, which some carriers ask for; null once she was forgotten. */
  phone: string | null
}

/** What the provider says of a parcel; said again and in any order, it means the same. */
export interface ParcelWord {
  number: string
  /** Its carrier's code, or several when the provider has corrected it. */
  carriers: readonly string[]
  traces: readonly Trace[]
  /** Nothing more will come: it arrived, or why the provider looks no further. */
  end: { kind: 'arrived' } | { kind: 'given_up'; reason: string } | null
}

/** Raised for a push that is not the provider's. */
export class ForgedPush extends Error {}
/** The provider refuses this parcel for good; trying again changes nothing. */
export class ParcelRefused extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

export interface TrackingProvider {
  /** `kuaidi100` … */
  code: string
  /** Whether this brand has set it up. */
  isReady(ctx: Ctx): Promise<boolean>
  /** From now on it tells us. Safe to repeat. @throws ParcelRefused */
  follow(ctx: Ctx, asked: ParcelAsked): Promise<void>
  /** What it knows now. @throws ParcelRefused */
  ask(ctx: Ctx, asked: ParcelAsked): Promise<ParcelWord>
  /** @throws ForgedPush */
  readPush(ctx: Ctx, body: Buffer): Promise<ParcelWord>
  /** What it wants to hear when a push was taken, and when it was not. */
  answers: { taken: object; refused: object }
}

let providers: readonly TrackingProvider[] = []
/** Called at start. */
export function useTrackingProviders(given: readonly TrackingProvider[]): void {
  providers = given
}
export const trackingProviderOf = (code: string): TrackingProvider | undefined =>
  providers.find((provider) => provider.code === code)

/** The first that this brand has set up. */
export async function readyProvider(ctx: Ctx): Promise<TrackingProvider | undefined> {
  for (const provider of providers) if (await provider.isReady(ctx)) return provider
  return undefined
}
