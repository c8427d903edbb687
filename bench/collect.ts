// Collection end to end over HTTP: durable, deduplicated, identities resolved. Prints events/s, CPU
// per event (server, PostgreSQL and engine; the load generator apart) and µs a stage, beside the
// ceilings of the same run. npm run bench -- collect [batch sizes]
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cpuOf, memoryOf, ownCpuOf, runFor, start } from './processes.ts'

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url))
const KEY = 'hfw_bench_0123456789'
const PORT = 7399
const sizes = process.argv
  .slice(2)
  .map(Number)
  .filter((n) => n > 0)
const profiles = [
  { batch: 100, events: 300_000, connections: 32 },
  { batch: 20, events: 200_000, connections: 128 },
  { batch: 1, events: 60_000, connections: 1000 },
].filter((p) => sizes.length === 0 || sizes.includes(p.batch))

interface Load {
  events: number
  seconds: number
  p50: number
  p99: number
  max: number
  cpuMicros: number
}

console.log(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}`)
for (const profile of profiles) {
  console.log(
    `\nbatches of ${profile.batch}, ${profile.events} events, ${profile.connections} connections`,
  )
  await ceiling('parse', profile)
  await ceiling('insert', profile)
  await homefield(profile)
}

function print(label: string, load: Load, cpu: number, more = '') {
  console.log(
    `  ${label.padEnd(26)} ${Math.round(load.events / load.seconds).toLocaleString('en')} events/s, ${((cpu * 1e6) / load.events).toFixed(1)} µs CPU an event, p50 ${load.p50.toFixed(0)} p99 ${load.p99.toFixed(0)} ms (load generator ${load.cpuMicros.toFixed(1)} µs)${more}`,
  )
}

async function ceiling(mode: 'parse' | 'insert', profile: (typeof profiles)[number]) {
  const directory = mkdtempSync(join(tmpdir(), 'homefield-ceiling-'))
  const server = await start(
    here('collect-ceiling.ts'),
    [mode, String(PORT), directory],
    {},
    'ready',
  )
  const before = cpuOf(server.pid)
  const load = await runFor<Load>(here('load.ts'), {
    ...profile,
    port: PORT,
    key: KEY,
    people: 20_000,
    run: mode,
  })
  print(
    mode === 'parse' ? 'ceiling: parsed only' : 'ceiling: parsed, inserted',
    load,
    cpuOf(server.pid) - before,
  )
  await server.stop()
  rmSync(directory, { recursive: true, force: true })
}

async function homefield(profile: (typeof profiles)[number]) {
  const directory = mkdtempSync(join(tmpdir(), 'homefield-bench-'))
  const env = {
    HOMEFIELD_DATA: directory,
    HOMEFIELD_PORT: String(PORT),
    HOMEFIELD_WRITE_KEY: KEY,
    HOMEFIELD_LOG_LEVEL: 'warn',
  }
  const server = await start(here('../server/src/main.ts'), ['serve'], env, '/console/')
  const idle = memoryOf(server.pid)
  const order = { ...profile, port: PORT, key: KEY, people: 20_000 }
  // Most events of a shop come from people it has met: the warm-up lets it meet most of them.
  await runFor<Load>(here('load.ts'), {
    ...order,
    batch: 100,
    connections: 64,
    events: 200_000,
    run: 'warm',
  })
  const metBefore = await resolutions()
  const stagesBefore = await stages()
  const before = cpuOf(server.pid)
  const ownBefore = ownCpuOf(server.pid)
  const load = await runFor<Load>(here('load.ts'), { ...order, run: 'measured' })
  const all = cpuOf(server.pid) - before
  const own = ownCpuOf(server.pid) - ownBefore
  const share = (seconds: number) => ((seconds * 1e6) / load.events).toFixed(1)
  print(
    'homefield',
    load,
    all,
    `; server and event store ${share(own)}, PostgreSQL ${share(all - own)} µs`,
  )
  const met = (await resolutions()) - metBefore
  console.log(
    `  ${((met * 100) / load.events).toFixed(1)} % of the events had identifiers that were new together`,
  )
  const after = await stages()
  const line = [...after].map(
    ([stage, sum]) =>
      `${stage} ${(((sum - (stagesBefore.get(stage) ?? 0)) * 1e6) / load.events).toFixed(1)}`,
  )
  console.log(`  wall µs an event by stage: ${line.join(', ')}`)
  const busy = memoryOf(server.pid)
  console.log(
    `  memory: idle ${idle.own.toFixed(0)} MB (with PostgreSQL ${idle.all.toFixed(0)}), after the load ${busy.own.toFixed(0)} MB (${busy.all.toFixed(0)})`,
  )
  await server.stop()
  rmSync(directory, { recursive: true, force: true })
}

/** Events whose identifiers had to be decided, since the start. */
async function resolutions(): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${PORT}/metrics`)).text()
  return Number(/identity_resolutions_total\{how="decided"\} (\d+)/.exec(text)?.[1] ?? 0)
}

async function stages(): Promise<Map<string, number>> {
  const text = await (await fetch(`http://127.0.0.1:${PORT}/metrics`)).text()
  return new Map(
    [...text.matchAll(/homefield_group_commit_seconds_sum\{stage="(\w+)"\} ([\d.e-]+)/g)].map(
      (m) => [m[1] ?? '', Number(m[2])],
    ),
  )
}
