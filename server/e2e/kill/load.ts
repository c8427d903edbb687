// Load whose every event is known by name: what was answered, what was not, what was sent twice.
import { Agent } from 'node:http'
import { type Sending, send } from '../harness/deliver.ts'
import { KEYS } from '../harness/server.ts'
import { eventsRequest, segmentRequest, sensorsRequest } from '../story/requests.ts'

export interface Tracked {
  sending: Sending
  /** Ids of its events. */
  ids: string[]
  increments: number
  answered: boolean
}

export interface Ledger {
  /** Sent and not answered yet: sent again in the next round, as an SDK would. */
  waiting: Tracked[]
  answered: Set<string>
  sent: Set<string>
  incrementsSent: number
  repeats: number
  cutOff: number
  /** Answers that no kill explains. */
  strange: string[]
}

export const emptyLedger = (): Ledger => ({
  waiting: [],
  answered: new Set(),
  sent: new Set(),
  incrementsSent: 0,
  repeats: 0,
  cutOff: 0,
  strange: [],
})

const DAY = 86_400_000
const AGES = [0, 0, 40 * DAY, 400 * DAY]
const MEMBERS = 400

/** One request of 1 to 200 events, in one of three wire forms, over up to three months. */
function makeRequest(ledger: Ledger, random: () => number): Tracked {
  const count = random() < 0.3 ? 1 : 1 + Math.floor(random() * 200)
  const ids = Array.from({ length: count }, (_, i) => `k${ledger.sent.size + i}`)
  for (const id of ids) ledger.sent.add(id)
  const someone = () => Math.floor(random() * MEMBERS)
  // Each month is an insert of its own: a kill may come between two of them.
  const when = () => Date.now() - 1000 - (AGES[Math.floor(random() * AGES.length)] ?? 0)
  const form = random()
  if (form < 0.45) {
    const events = ids.map((id) => {
      const n = someone()
      return {
        id,
        name: 'walked',
        at: new Date(when()).toISOString(),
        identifiers: [
          { namespace: 'member_id', value: `m${n}` },
          ...(random() < 0.5
            ? [{ namespace: 'device', value: `d${n}-${Math.floor(random() * 3)}` }]
            : []),
        ],
        properties: { kid: id, n },
      }
    })
    return {
      sending: eventsRequest('walked', KEYS.write, events),
      ids,
      increments: 0,
      answered: false,
    }
  }
  if (form < 0.8) {
    const messages = ids.map((id) => ({
      type: 'track',
      event: 'Ran',
      messageId: id,
      userId: random() < 0.7 ? `m${someone()}` : null,
      anonymousId: `a${someone()}`,
      timestamp: new Date(when()).toISOString(),
      properties: { kid: id },
    }))
    return {
      sending: segmentRequest('ran', KEYS.write, messages),
      ids,
      increments: 0,
      answered: false,
    }
  }
  const records = ids
    .map((id) => {
      const time = when()
      return {
        type: 'profile_increment',
        time,
        _track_id: Number(id.slice(1)),
        distinct_id: `m${someone()}`,
        lib: { $lib: 'python', $lib_version: '1', $lib_method: 'code' },
        properties: { visits: 1 },
      }
    })
    .map((record) => ({ ...record, identities: { $identity_login_id: record.distinct_id } }))
  ledger.incrementsSent += count
  return {
    sending: sensorsRequest('counted', KEYS.write, records),
    ids,
    increments: count,
    answered: false,
  }
}

export interface RunningLoad {
  /** Resolves when every sender has stopped; what had no answer waits in the ledger. */
  stop(): Promise<void>
}

/**
 * Keeps `senders` requests on their way until stopped: first what waits from before, then new ones,
 * and now and then one that was answered already.
 */
export function startLoad(
  url: string,
  ledger: Ledger,
  random: () => number,
  senders: number,
): RunningLoad {
  const agent = new Agent({ keepAlive: true, maxSockets: senders })
  const again = ledger.waiting.splice(0)
  const done: Tracked[] = []
  let stopped = false
  const next = (): Tracked => {
    const waiting = again.shift()
    if (waiting) return waiting
    const old = done[Math.floor(random() * done.length)]
    if (old && random() < 0.1) {
      ledger.repeats += 1
      return old
    }
    return makeRequest(ledger, random)
  }
  const sender = async () => {
    while (!stopped) {
      const one = next()
      const answer = await send(agent, url, one.sending)
      if (answer.status === 200) {
        one.answered = true
        for (const id of one.ids) ledger.answered.add(id)
        done.push(one)
        if (done.length > 200) done.shift()
        if (one.sending.protocol === 'homefield') expectAllTaken(ledger, one, answer.text)
        continue
      }
      if (!one.answered) ledger.waiting.push(one)
      if (answer.status === 0) {
        ledger.cutOff += 1
        // Dead: nothing more will come of this round.
        return
      }
      ledger.strange.push(`${one.sending.what}: ${answer.status} ${answer.text.slice(0, 200)}`)
    }
  }
  const all = Promise.all(Array.from({ length: senders }, sender))
  return {
    async stop() {
      stopped = true
      await all
      agent.destroy()
      ledger.waiting.push(...again)
    },
  }
}

function expectAllTaken(ledger: Ledger, one: Tracked, text: string): void {
  const { accepted } = JSON.parse(text) as { accepted: number }
  if (accepted !== one.ids.length)
    ledger.strange.push(
      `${one.sending.what}: ${accepted} of ${one.ids.length} accepted: ${text.slice(0, 200)}`,
    )
}
