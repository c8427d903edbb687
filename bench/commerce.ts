// Quotes a second on one core: the whole pipeline for a basket, beside the plain sum of the same lines.
// npm run bench -- commerce
import { type QuoteInput, quote, type Rules } from '../server/src/commerce/quote/quote.ts'

const MS_PER_CASE = 2_000

/** So many amounts to be spread over all lines: what offers that apply come down to. */
const rules: Rules = {
  offers: (terms) => ({
    takes: Array.from({ length: Number(terms) }, (_, i) => ({ id: `offer-${i}`, fen: 137 + i })),
  }),
}

const basket = (lines: number, offers: number): QuoteInput => ({
  ...{ version: 1, currency: 'CNY', levels: ['gold'], deepestBp: 5_000, terms: { offers } },
  place: ['广东省', '深圳市'],
  freight: {
    code: 'standard',
    refused: [['西藏自治区']],
    rules: [
      {
        ...{ regions: [[], ['广东省']], firstG: 1_000, firstFen: 800, nextG: 500, nextFen: 200 },
        freeFromFen: null,
      },
    ],
  },
  lines: Array.from({ length: lines }, (_, i) => ({
    ...{ sku: `sku-${i}`, quantity: 1 + (i % 3), unitFen: 9_900 + i },
    ...{ memberFen: { gold: 9_000 + i }, weightG: 250, ships: true },
  })),
})

function perSecond(work: () => number): number {
  const until = performance.now() + MS_PER_CASE
  const cpu = process.cpuUsage()
  let [done, kept] = [0, 0]
  while (performance.now() < until) {
    for (let i = 0; i < 100; i++) kept += work()
    done += 100
  }
  const { user, system } = process.cpuUsage(cpu)
  if (kept === 0) throw new Error('nothing was worked out')
  return done / ((user + system) / 1e6)
}

for (const [lines, offers] of [
  [1, 0],
  [5, 6],
  [20, 6],
  [20, 12],
] as const) {
  const input = basket(lines, offers)
  const whole = perSecond(() => {
    const quoted = quote(input, rules)
    return quoted.ok ? quoted.dueFen : 0
  })
  const plain = perSecond(() => input.lines.reduce((sum, l) => sum + l.unitFen * l.quantity, 0))
  console.log(
    `${String(lines).padStart(3)} lines ${String(offers).padStart(3)} offers applied   ${Math.round(whole).toLocaleString('en').padStart(10)} quotes per CPU second   plain sum ${Math.round(plain).toLocaleString('en').padStart(12)}`,
  )
}
