// What a parcel goes through, as its traces tell it. Pure: the same traces in any order, told any number of times,
// come to the same state.

export const PARCEL_STATES = [
  'waiting',
  'collected',
  'in_transit',
  'out_for_delivery',
  'signed',
  'problem',
  'returning',
  'returned',
] as const
export type ParcelState = (typeof PARCEL_STATES)[number]
export type TraceState = Exclude<ParcelState, 'waiting'>

/** What is not declared here says nothing new: a scan on the way back leaves a parcel on its way back. */
export const LEADS_TO: Readonly<Record<ParcelState, readonly TraceState[]>> = {
  waiting: [
    ...(['collected', 'in_transit', 'out_for_delivery', 'signed'] as const),
    ...(['problem', 'returning', 'returned'] as const),
  ],
  collected: ['in_transit', 'out_for_delivery', 'signed', 'problem', 'returning', 'returned'],
  in_transit: ['out_for_delivery', 'signed', 'problem', 'returning', 'returned'],
  out_for_delivery: ['in_transit', 'signed', 'problem', 'returning', 'returned'],
  problem: ['in_transit', 'out_for_delivery', 'signed', 'returning', 'returned'],
  /** Taken in, and sent back after all. */
  signed: ['returning', 'returned'],
  returning: ['returned'],
  returned: [],
}

export interface Trace {
  at: Date
  text: string
  place: string | null
  /** Null: it says nothing of the state. */
  state: TraceState | null
}
export interface Track {
  state: ParcelState
  stateAt: Date | null
  /** Null again when it goes back. */
  signedAt: Date | null
  lastTraceAt: Date | null
}

const rank = (trace: Trace) => (trace.state ? PARCEL_STATES.indexOf(trace.state) : 0)
/** By time; of one second, as a parcel goes. */
export const byTime = (a: Trace, b: Trace): number =>
  a.at.getTime() - b.at.getTime() || rank(a) - rank(b) || (a.text < b.text ? -1 : 1)

export function trackOf(traces: readonly Trace[]): Track {
  const track: Track = { state: 'waiting', stateAt: null, signedAt: null, lastTraceAt: null }
  for (const trace of [...traces].sort(byTime)) {
    track.lastTraceAt = trace.at
    const next = trace.state
    if (next === null || !LEADS_TO[track.state].includes(next)) continue
    track.state = next
    track.stateAt = trace.at
    track.signedAt = next === 'signed' ? trace.at : null
  }
  return track
}
