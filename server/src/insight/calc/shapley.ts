// Shapley's value: what each player adds, averaged over all orders in which they could have come.
// Source: Shapley 1953. Adds up to the whole, treats equal players equally, owes nothing to who adds
// nothing. Reckoned over all subsets, each weighed by how many orders begin with it.
import { AppError } from '../../platform/errors.ts'

/** 2^20 subsets are a second; beyond, nobody waits. */
export const MOST_PLAYERS = 16

/**
 * `worth` of a subset, given as bits: bit i set when player i takes part. The answer has one number a
 * player, in worth's unit. Throws `too_many_players`.
 */
export function shapley(players: number, worth: (subset: number) => number): number[] {
  if (players > MOST_PLAYERS)
    throw new AppError(422, 'too_many_players', `At most ${MOST_PLAYERS} take part`)
  const all = 2 ** players
  const worths = new Float64Array(all)
  const sizes = new Uint8Array(all)
  for (let subset = 0; subset < all; subset++) {
    worths[subset] = worth(subset)
    sizes[subset] = (sizes[subset >> 1] ?? 0) + (subset & 1)
  }
  // Orders that begin with a subset of this size, go on with the player, and end anyhow: s!(n−s−1)!/n!
  const weights: number[] = []
  let weight = 1 / players
  for (let size = 0; size < players; size++) {
    weights.push(weight)
    weight *= (size + 1) / Math.max(1, players - size - 1)
  }
  return Array.from({ length: players }, (_, player) => {
    const bit = 1 << player
    let sum = 0
    for (let subset = 0; subset < all; subset++)
      if ((subset & bit) === 0)
        sum +=
          (weights[sizes[subset] ?? 0] ?? 0) * ((worths[subset | bit] ?? 0) - (worths[subset] ?? 0))
    return sum
  })
}
