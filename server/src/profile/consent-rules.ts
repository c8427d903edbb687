// What is agreed to, from everything that was ever said about it. Pure; the same in SQL in
// consent-store.ts, and a test compares the two.

export const CHANNELS = [
  'all',
  'sms',
  'phone_call',
  'mail',
  'wecom',
  'official_account',
  'mini_program',
  'app_push',
] as const
export type Channel = (typeof CHANNELS)[number]

export interface Word {
  node: number
  purpose: string
  channel: Channel
  state: 'given' | 'withdrawn'
  /** Only a public client key said so. */
  isClaimed: boolean
  at: number
  /** The nodes the customer consisted of then. */
  saidFor: readonly number[]
}

/** All words of one node on one purpose and channel, folded: maxima, so order makes no difference. */
export interface Folded {
  node: number
  purpose: string
  channel: Channel
  withdrawnAt: number | null
  givenAt: number | null
  /** Which nodes' earlier no the latest yes outweighs, beside this one's. */
  givenFor: readonly number[]
  claimedAt: number | null
}

const later = (a: number | null, b: number | null) =>
  a === null ? b : b === null ? a : Math.max(a, b)

export function foldWords(words: readonly Word[]): Folded[] {
  const rows = new Map<string, Folded>()
  const fold = (node: number, word: Word, said: Partial<Folded>) => {
    const key = `${node}\x1f${word.purpose}\x1f${word.channel}`
    const before = rows.get(key)
    const { purpose, channel } = word
    const one: Folded = {
      node,
      purpose,
      channel,
      withdrawnAt: null,
      givenAt: null,
      givenFor: [],
      claimedAt: null,
      ...said,
    }
    rows.set(key, before ? joinFolded(before, one) : one)
  }
  for (const word of words) {
    if (word.state === 'withdrawn') {
      for (const node of new Set([word.node, ...word.saidFor]))
        fold(node, word, { withdrawnAt: word.at })
    } else if (word.isClaimed) fold(word.node, word, { claimedAt: word.at })
    else fold(word.node, word, { givenAt: word.at, givenFor: sorted(word.saidFor) })
  }
  return [...rows.values()]
}

function joinFolded(a: Folded, b: Folded): Folded {
  const [ga, gb] = [a.givenAt ?? -Infinity, b.givenAt ?? -Infinity]
  return {
    ...a,
    withdrawnAt: later(a.withdrawnAt, b.withdrawnAt),
    givenAt: later(a.givenAt, b.givenAt),
    givenFor: ga > gb ? a.givenFor : gb > ga ? b.givenFor : sorted([...a.givenFor, ...b.givenFor]),
    claimedAt: later(a.claimedAt, b.claimedAt),
  }
}

const sorted = (nodes: readonly number[]) => [...new Set(nodes)].sort((a, b) => a - b)

export interface ConsentState {
  state: 'given' | 'withdrawn' | 'none'
  /** Given, but only a public client key has said so. */
  isClaimed: boolean
  since: number | null
}

/**
 * The most restrictive over the group's nodes: a no stands until a later, verified yes for the same
 * channel (or, against a no to everything, for this one), said by that node or while it was part of
 * the same customer. A claimed yes outweighs no no.
 */
export function stateOf(group: readonly Folded[], purpose: string, channel: Channel): ConsentState {
  const rows = group.filter(
    (r) => r.purpose === purpose && (r.channel === channel || r.channel === 'all'),
  )
  const standing = rows.filter(
    (w) =>
      w.withdrawnAt !== null &&
      !rows.some(
        (g) =>
          g.givenAt !== null &&
          g.givenAt > (w.withdrawnAt ?? 0) &&
          (g.node === w.node || g.givenFor.includes(w.node)) &&
          (g.channel === w.channel || (w.channel === 'all' && g.channel === channel)),
      ),
  )
  if (standing.length > 0)
    return {
      state: 'withdrawn',
      isClaimed: false,
      since: Math.max(...standing.map((r) => r.withdrawnAt ?? 0)),
    }
  const given = rows.flatMap((r) => (r.givenAt === null ? [] : [r.givenAt]))
  if (given.length > 0) return { state: 'given', isClaimed: false, since: Math.max(...given) }
  const claimed = rows.flatMap((r) => (r.claimedAt === null ? [] : [r.claimedAt]))
  if (claimed.length > 0) return { state: 'given', isClaimed: true, since: Math.max(...claimed) }
  return { state: 'none', isClaimed: false, since: null }
}
