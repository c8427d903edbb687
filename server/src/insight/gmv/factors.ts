// The five factors out of what was counted, and what the identity leaves over.
import { type Factors, gmvOf } from '../calc/gmv.ts'

export interface Sums {
  /** Customers seen, each once. */
  visitors: number
  /** Of them, brought by another customer for the first time. */
  recruited: number
  buyers: number
  orders: number
  /** Paid less given back. */
  net_fen: number
}
export const NOTHING: Sums = { visitors: 0, recruited: 0, buyers: 0, orders: 0, net_fen: 0 }

export interface Identity {
  factors: Factors
  /** What the factors multiply to. */
  gmv_fen: number
  /** Net sales that no factor holds: refunds where nothing was sold, or more given back than paid. */
  rest_fen: number
}

const over = (part: number, whole: number) => (whole > 0 ? part / whole : 0)

/**
 * Visitors who came by themselves × buyers of all visitors × net sales an order × (1 + brought ÷ came by
 * themselves) × orders a buyer. Where everybody was brought, those brought are the traffic.
 */
export function identityOf(sums: Sums): Identity {
  const themselves = sums.visitors - sums.recruited
  const [traffic, brought] = themselves > 0 ? [themselves, sums.recruited] : [sums.visitors, 0]
  const factors: Factors = {
    visitors: traffic,
    conversion_rate: over(sums.buyers, sums.visitors),
    order_value: Math.max(0, over(sums.net_fen, sums.orders)),
    fission_rate: over(brought, traffic),
    ltv_multiple: over(sums.orders, sums.buyers),
  }
  const gmv_fen = gmvOf(factors)
  // What the product cannot tell from net sales but by the last bits of its numbers is no rest.
  const isWhole = Math.abs(sums.net_fen - gmv_fen) < Math.max(0.5, Math.abs(sums.net_fen) * 1e-9)
  return { factors, gmv_fen, rest_fen: isWhole ? 0 : Math.round(sums.net_fen - gmv_fen) }
}
