// A server that hostile input is sent to, and what was made of it.
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type Api, apiOf } from '../harness/api.ts'
import { type Answer, type Sending, send } from '../harness/deliver.ts'
import { type RunningServer, startServer } from '../harness/server.ts'

export interface Target {
  server: RunningServer
  api: Api
  post(sending: Sending): Promise<Answer>
  /** Message ids of the stored events of a name. */
  messageIds(name: string): Promise<Set<string>>
  /** How many dead letters there are. */
  lettersNow(): Promise<number>
  /** Sum of the metric's lines that contain a part. */
  metric(part: string): Promise<number>
  /** @returns the exit code of the server */
  close(): Promise<number | null>
}

export async function startTarget(): Promise<Target> {
  const data = mkdtempSync(join(tmpdir(), 'homefield-hard-'))
  const agent = new Agent({ keepAlive: true })
  const server = await startServer({ data })
  const api = apiOf(() => server.url)
  return {
    server,
    api,
    post: (sending) => send(agent, server.url, sending),
    messageIds: async (name) =>
      new Set((await api.events(`?name=${name}`)).map((e) => e.message_id)),
    lettersNow: async () => (await api.deadLetters()).length,
    async metric(part) {
      const text = await (await fetch(`${server.url}/metrics`)).text()
      return text
        .split('\n')
        .filter((line) => line.includes(part) && !line.startsWith('#'))
        .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0)
    },
    async close() {
      agent.destroy()
      const code = await server.stop()
      rmSync(data, { recursive: true, force: true })
      return code
    },
  }
}

export const zipped = (sending: Sending): Sending => ({
  ...sending,
  headers: { ...sending.headers, 'content-encoding': 'gzip' },
  body: gzipSync(sending.body ?? ''),
})
export const rejectedOf = (answer: Answer) =>
  (JSON.parse(answer.text) as { rejected: { index: number; code: string }[] }).rejected

export const member = [{ namespace: 'member_id', value: 'hard' }]
export const event = (id: string, given: object = {}) => ({
  id,
  name: 'hard',
  identifiers: member,
  ...given,
})
