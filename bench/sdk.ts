// What the web SDK costs a page: main-thread CPU with it, beside the same page without it, by
// the thread's own clock (a sampling profiler costs more than the SDK). The promise is at most 5 ms.

import { readFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { ensureSdks } from '../bin/sdk.mjs'
import { openBrowser } from '../server/e2e/browser.ts'

const RUNS = Number(process.argv[2] ?? 20)
const PROMISED_MS = 5

ensureSdks()
const sdk = readFileSync(new URL('../sdk/web/dist/homefield.js', import.meta.url))
const rows = Array.from(
  { length: 100 },
  (_, i) => `<li><a href="#${i}">商品 ${i}</a><button data-hf-show>加入购物车</button></li>`,
).join('')
const html = (withSdk: boolean) =>
  `<!doctype html><meta charset="utf-8"><title>shop</title>${
    withSdk
      ? `<script>window.hf=window.hf||function(){(hf.q=hf.q||[]).push(arguments)}
hf('init',{server:location.origin,writeKey:'hfw_bench'})</script><script async src="/sdk/homefield.js"></script>`
      : ''
  }<body><ul>${rows}</ul></body>`

const text = (res: ServerResponse, type: string, body: string | Buffer) =>
  res.writeHead(200, { 'content-type': type }).end(body)
const server = createServer((req, res) => {
  if (req.method === 'POST') req.resume().on('end', () => text(res, 'application/json', '{}'))
  else if (req.url === '/sdk/homefield.js') text(res, 'text/javascript', sdk)
  else text(res, 'text/html; charset=utf-8', html(req.url !== '/without'))
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
const browser = await openBrowser()

interface Cost {
  /** In scripts while the page loads; the page itself has none. */
  load: number
  /** In scripts, all visit long. */
  script: number
  /** All that the page's main thread did. */
  task: number
  longTasks: number
}

const ms = ({ metrics }: { metrics: { name: string; value: number }[] }, name: string) =>
  (metrics.find((m) => m.name === name)?.value ?? 0) * 1000

/** A visit: load, ten clicks, a scroll, three track calls. */
async function visit(path: string): Promise<Cost> {
  const page = await browser.newPage()
  const session = await page.context().newCDPSession(page)
  // By the thread's own clock: other programs on the machine cost the page nothing.
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  await page.addInitScript(
    `new PerformanceObserver((l) => { window.longTasks = (window.longTasks || 0) + l.getEntries().length }).observe({ type: 'longtask', buffered: true })`,
  )
  await page.goto(origin + path)
  await page.waitForTimeout(300)
  const loaded = ms(await session.send('Performance.getMetrics'), 'ScriptDuration')
  await page.evaluate(`
    for (let i = 0; i < 10; i++) document.querySelectorAll('button')[i].click()
    scrollTo(0, 2000)
    for (let i = 0; i < 3; i++) window.hf && hf('track', 'added', { i })
  `)
  await page.waitForTimeout(2500)
  const all = await session.send('Performance.getMetrics')
  const longTasks = Number(await page.evaluate('window.longTasks || 0'))
  await page.context().close()
  return {
    load: loaded,
    script: ms(all, 'ScriptDuration'),
    task: ms(all, 'TaskDuration'),
    longTasks,
  }
}

const quantile = (values: number[], q: number) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))] ?? 0

await visit('/')
const costs: Record<string, Cost[]> = { without: [], with: [] }
for (let run = 0; run < RUNS; run++) {
  costs.without?.push(await visit('/without'))
  costs.with?.push(await visit('/'))
}
await browser.close()
server.close()

for (const [name, all] of Object.entries(costs)) {
  const figures = (['task', 'load', 'script', 'longTasks'] as const).map((field) => {
    const values = all.map((cost) => cost[field])
    return `${field} median ${quantile(values, 0.5).toFixed(1)} p90 ${quantile(values, 0.9).toFixed(1)}`
  })
  console.log(`${name.padEnd(8)} ${figures.join(' · ')} (ms; long tasks: count)`)
}
const own = quantile(costs.with?.map((c) => c.load) ?? [], 0.5)
console.log(
  `SDK on the main thread: ${own.toFixed(1)} ms a page load (promised: ${PROMISED_MS} ms); ${gzipSync(sdk, { level: 9 }).length} bytes gzip`,
)
process.exitCode = own <= PROMISED_MS ? 0 : 1
