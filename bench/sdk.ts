// What the web SDK costs a page: CPU of its main thread, by the thread's own clock (a sampling
// profiler costs more than the SDK, and other programs cost the page nothing). Beside it, in the same
// run: the page without a script, and with an empty one loaded the same way. A new visitor has
// nothing in storage or in the browser's cache of compiled scripts; one who comes back has. The
// promise, at most 5 ms, is for the load: everything until the first batch is answered.

import { readFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { ensureSdks } from '../bin/sdk.mjs'
import { type BarePage, openBareChromium } from './bare-chromium.ts'

const RUNS = Number(process.argv[2] ?? 20)
const PROMISED_MS = 5

ensureSdks()
const sdk = readFileSync(new URL('../sdk/web/dist/homefield.js', import.meta.url))
const rows = Array.from(
  { length: 100 },
  (_, i) => `<li><a href="#${i}">商品 ${i}</a><button data-hf-show>加入购物车</button></li>`,
).join('')
const html = (script: string) =>
  `<!doctype html><meta charset="utf-8"><title>shop</title>${
    script &&
    `<script>window.hf=window.hf||function(){(hf.q=hf.q||[]).push(arguments)}
hf('init',{server:location.origin,writeKey:'hfw_bench'})</script><script async src="${script}"></script>`
  }<body><ul>${rows}</ul></body>`

const SCRIPTS: Record<string, string> = {
  '/empty': '/sdk/empty.js',
  '/with': '/sdk/homefield.js',
}
const text = (res: ServerResponse, type: string, body: string | Buffer) =>
  res.writeHead(200, { 'content-type': type, 'cache-control': 'max-age=3600' }).end(body)
const server = createServer((req, res) => {
  if (req.method === 'POST') req.resume().on('end', () => text(res, 'application/json', '{}'))
  else if (req.url === '/sdk/homefield.js') text(res, 'text/javascript', sdk)
  else if (req.url === '/sdk/empty.js') text(res, 'text/javascript', '')
  else text(res, 'text/html; charset=utf-8', html(SCRIPTS[req.url ?? ''] ?? ''))
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const origin = `http://localhost:${(server.address() as AddressInfo).port}`
const browser = await openBareChromium()

interface Cost {
  /** Scripts, from the navigation until the first batch is answered. */
  load: number
  /** The same, of everything the page's thread did: loading, compiling, layout, the request. */
  loadTask: number
  /** Scripts, ten clicks, a scroll, three calls and their batch later. */
  visit: number
  longTasks: number
}

interface Metrics {
  metrics: { name: string; value: number }[]
}
const ms = ({ metrics }: Metrics, name: string) =>
  (metrics.find((m) => m.name === name)?.value ?? 0) * 1000
/** The SDK lets events wait two seconds for company. */
const BATCH_MS = 2500
const WORK_MS = 30

async function evaluate<Value>(page: BarePage, expression: string): Promise<Value> {
  const { result } = await page.send<{ result: { value: Value } }>('Runtime.evaluate', {
    expression,
    awaitPromise: true,
    returnByValue: true,
  })
  return result.value
}

async function visit(page: BarePage, path: string): Promise<Cost> {
  const metrics = () => page.send<Metrics>('Performance.getMetrics')
  // The process of a page begins with work of its own. And a page put aside before it takes its
  // figures along: the next one's begin at nought, which the work put in here proves.
  await page.send('Page.navigate', { url: `${origin}/warm` })
  await sleep(500)
  await evaluate(
    page,
    `new Promise((done) => setTimeout(() => {
      let sum = 0
      for (let i = 0; i < 1e8; i++) sum += i % 7
      window.sum = sum
      done()
    }))`,
  )
  const worked = ms(await metrics(), 'ScriptDuration')
  if (worked < WORK_MS) throw new Error(`a hundred million steps count as ${worked} ms`)
  await page.send('Page.navigate', { url: origin + path })
  await sleep(BATCH_MS)
  const loaded = await metrics()
  await evaluate(
    page,
    `for (let i = 0; i < 10; i++) document.querySelectorAll('button')[i].click()
    scrollTo(0, 2000)
    for (let i = 0; i < 3; i++) window.hf && hf('track', 'added', { i })`,
  )
  await sleep(BATCH_MS)
  const all = await metrics()
  if (ms(all, 'ScriptDuration') >= worked)
    throw new Error('the figures of a page hold those of the page before it')
  return {
    load: ms(loaded, 'ScriptDuration'),
    loadTask: ms(loaded, 'TaskDuration'),
    visit: ms(all, 'ScriptDuration'),
    longTasks: await evaluate(
      page,
      `new Promise((tell) => { let n = 0
        new PerformanceObserver((l) => { n += l.getEntries().length }).observe({ type: 'longtask', buffered: true })
        setTimeout(() => tell(n), 100) })`,
    ),
  }
}

/** A new visitor, and the same one again. */
async function visits(path: string): Promise<[Cost, Cost]> {
  const page = await browser.newPage()
  await page.send('Performance.enable', { timeDomain: 'threadTicks' })
  const costs: [Cost, Cost] = [await visit(page, path), await visit(page, path)]
  await page.close()
  return costs
}

const quantile = (values: number[], q: number) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))] ?? 0

const costs: Record<string, Cost[]> = {}
const add = (name: string, cost: Cost) => {
  costs[name] = [...(costs[name] ?? []), cost]
}
await visits('/with')
for (let run = 0; run < RUNS; run++)
  for (const name of ['without', 'empty', 'with']) {
    const [first, again] = await visits(`/${name}`)
    add(name, first)
    add(`${name}, again`, again)
  }
await browser.close()
server.close()

const median = (name: string, field: keyof Cost) =>
  quantile(costs[name]?.map((cost) => cost[field]) ?? [], 0.5)
for (const [name, all] of Object.entries(costs)) {
  const figures = (['load', 'loadTask', 'visit', 'longTasks'] as const).map(
    (field) =>
      `${field} median ${median(name, field).toFixed(1)} p90 ${quantile(
        all.map((cost) => cost[field]),
        0.9,
      ).toFixed(1)}`,
  )
  console.log(`${name.padEnd(14)} ${figures.join(' · ')} (ms; long tasks: count)`)
}
const own = (kind: string, field: keyof Cost) =>
  median(`with${kind}`, field) - median(`empty${kind}`, field)
for (const [who, kind] of [
  ['new visitor', ''],
  ['who comes back', ', again'],
] as const)
  console.log(
    `SDK, ${who}: ${own(kind, 'load').toFixed(1)} ms of scripts a load (promised: ${PROMISED_MS} ms), ${own(kind, 'loadTask').toFixed(1)} ms of everything; ${(own(kind, 'visit') - own(kind, 'load')).toFixed(1)} ms for ten clicks, a scroll and three calls`,
  )
console.log(`${gzipSync(sdk, { level: 9 }).length} bytes gzip`)
process.exitCode = own('', 'load') <= PROMISED_MS ? 0 : 1
