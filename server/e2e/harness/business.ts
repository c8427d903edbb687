// Commands beside a server that may be stopped and moved: its folders, its settings and its API.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { type Api, apiOf } from './api.ts'
import { KEYS, type RunningServer, startServer } from './server.ts'

export interface OwnEvent {
  id: string
  name: string
  identifiers: { namespace: string; value: string }[]
  properties?: Record<string, unknown>
  at?: string
}

/** A server with a second brand, 二号店, for a file of tests; everything is gone after it. */
export function openBusiness() {
  // Dozens of processes, each with both engines: minutes on a machine that does other things too.
  const folder = mkdtempSync(join(tmpdir(), 'homefield-cli-'))
  const data = join(folder, 'data')
  let server: RunningServer | undefined
  const api: Api = apiOf(() => server?.url ?? '')
  /** The secret is made and kept in the data folder, as for a newcomer. */
  const start = async (from: string) => {
    server = await startServer({ data: from, env: { HOMEFIELD_SECRET: '' } })
  }
  const stop = async () => {
    await server?.stop()
    server = undefined
  }
  beforeAll(async () => {
    await start(data)
    await api.need('POST', '/tenants', { name: '二号店' })
  })
  afterAll(async () => {
    await stop()
    rmSync(folder, { recursive: true, force: true })
  })
  async function send(events: OwnEvent[], key = KEYS.write): Promise<number> {
    const response = await fetch(`${server?.url}/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ events }),
    })
    await response.arrayBuffer()
    return response.status
  }
  return {
    ...{ folder, data, api, start, stop, send },
    /** Of commands on the same data. */
    settings: { DATA: data },
    /** Where it answers now. */
    url: () => server?.url ?? '',
  }
}

export const by = (namespace: string, value: string) => [{ namespace, value }]
