// What a basket costs with twenty live offers: six of them apply, then all of twelve, beside the same
// answer found by trying every subset. Pure reckoning, nothing is read.
// npm run bench -- offers [--seconds 3]
import { cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import type { Basket } from '../server/src/promotion/offer/basket.ts'
import type { Offer } from '../server/src/promotion/offer/offer.ts'
import { quote } from '../server/src/promotion/offer/quote.ts'
import { basketOf, offerOf } from '../server/src/promotion/offer/testing-offers.ts'

const { values: given } = parseArgs({ options: { seconds: { type: 'string', default: '3' } } })
console.log(`${cpus()[0]?.model}, Node ${process.version}, load ${loadavg()[0]?.toFixed(1)}`)

const basket: Basket = basketOf(
  { tea: [2, 12_800], cup: [1, 6900], pot: [1, 39_900], tray: [3, 2500], tin: [1, 1900] },
  { shipping_fen: 800, storefront: 'flagship', channel: 'h5' },
)
const customer = { audiences: [], levels: ['gold'], is_new: false, added_at: null }
const bought: Basket = { ...basket, customer }

/** Twelve that apply, of every kind; the first six alone are the usual basket. */
const applying: Offer[] = [
  offerOf('gold', 'percentage', { off_bp: 500 }, { who: { levels: ['gold'] } }),
  offerOf('full', 'steps', {
    steps: [
      { from_fen: 30_000, off_fen: 3000 },
      { from_fen: 60_000, off_fen: 8000 },
    ],
  }),
  offerOf('flash', 'fixed_price', { price_fen: 9900, most: 1 }, { goods: { skus: ['tea'] } }),
  offerOf('two', 'buy_get', { buy: 2, get: 1 }, { goods: { skus: ['tray'] } }),
  offerOf('coupon', 'amount', { off_fen: 2000 }, { source: 'coupon', needs: { fen: 50_000 } }),
  offerOf('ship', 'free_shipping', {}, { needs: { fen: 9900 } }),
  offerOf('set', 'bundle', {
    parts: [
      { sku: 'cup', pieces: 1 },
      { sku: 'tin', pieces: 1 },
    ],
    price_fen: 7900,
  }),
  offerOf('pot', 'percentage', { off_bp: 800 }, { goods: { skus: ['pot'] }, not_with: ['full'] }),
  offerOf('tea', 'amount', { off_fen: 1500 }, { goods: { skus: ['tea'] }, needs: { fen: 20_000 } }),
  offerOf('coupon2', 'amount', { off_fen: 1200 }, { source: 'coupon', needs: { fen: 45_000 } }),
  offerOf('alone', 'percentage', { off_bp: 1500 }, { exclusive: true }),
  offerOf('present', 'gift', { sku: 'spoon', value_fen: 900 }, { needs: { fen: 40_000 } }),
]
/** Those that are live and do not apply, each for another reason. */
const others: Offer[] = Array.from({ length: 14 }, (_, i) => {
  const not = [
    { goods: { skus: ['scarf', 'hat'] } },
    { who: { audiences: [] } },
    { who: { new_only: true, hours_from_added: 72 } },
    { where: { storefronts: ['gifts'] } },
    { when: { slots: [{ from: '20:00', to: '22:00' }] } },
    { needs: { fen: 500_000 } },
    { left: { uses: 0 } },
  ]
  return offerOf(`other-${i}`, 'amount', { off_fen: 1000 }, not[i % not.length])
})

function perSecond(work: () => unknown, seconds: number): { cpuMicros: number; rate: number } {
  for (let i = 0; i < 500; i++) work()
  const before = process.cpuUsage()
  const started = performance.now()
  let times = 0
  while (performance.now() - started < seconds * 1000) {
    for (let i = 0; i < 50; i++) work()
    times += 50
  }
  const { user, system } = process.cpuUsage(before)
  const cpuMicros = (user + system) / times
  return { cpuMicros, rate: 1_000_000 / cpuMicros }
}

/** The dearest way to the same answer: every subset asked as if it were all there is. */
function bySubsets(applies: readonly Offer[]): number {
  let best = 0
  for (let subset = 0; subset < 2 ** applies.length; subset++) {
    const offers = applies.filter((_, i) => (subset & (2 ** i)) !== 0)
    const asked = { basket: bought, offers, groups: [], limits: { coupons: 1 } }
    best = Math.max(best, quote(asked).search.worthFen)
  }
  return best
}

for (const n of [6, 12]) {
  const applies = applying.slice(0, n)
  const offers = [...applies, ...others.slice(0, 20 - n)]
  const asked = { basket: bought, offers, groups: [], limits: { coupons: 1 } }
  const { search, told, offFen } = quote(asked)
  const { cpuMicros, rate } = perSecond(() => quote(asked), Number(given.seconds))
  console.log(
    `  20 live, ${n} that apply: ${told.filter((t) => t.applied).length} taken, ${(offFen / 100).toFixed(2)} off, ${search.turns} turns, proven ${search.isProven}`,
  )
  console.log(
    `    ${cpuMicros.toFixed(0)} µs of CPU a quote, ${rate.toFixed(0)} a second of one core${n === 6 ? ' (wanted 3,000)' : ''}`,
  )
  const started = process.cpuUsage()
  const worth = bySubsets(applies)
  const { user, system } = process.cpuUsage(started)
  console.log(
    `    every subset: ${((user + system) / 1000).toFixed(1)} ms, the same worth: ${worth === search.worthFen}`,
  )
}
