// Group robots for tests and trials: WeCom, DingTalk and Feishu as their documents describe them. They
// answer 200 to everything and say in the body what was wrong, signatures and sizes included.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface HeardMessage {
  kind: 'wecom' | 'dingtalk' | 'feishu'
  text: string
  /** Of WeCom, as a message of its own. */
  png?: Buffer
}
export interface RunningRobots {
  addressOf(kind: HeardMessage['kind']): string
  heard: HeardMessage[]
  /** The next so many requests are answered with this, whatever they say. */
  failNext(times: number, status: number, body: string): void
  stop(): Promise<void>
}

const HOUR = 3_600_000
const WECOM_BYTES = 4_096
const DINGTALK_BYTES = 20_000
const WECOM_PICTURE_BYTES = 2 * 1024 * 1024
const PNG = '89504e470d0a1a0a'
const JPG = 'ffd8ff'

/** @param secrets of the robots that sign */
export async function startRobots(secrets: {
  dingtalk?: string
  feishu?: string
}): Promise<RunningRobots> {
  const heard: HeardMessage[] = []
  const failing: { status: number; body: string }[] = []
  const server = createServer((req, res) => {
    void answerTo(req).then(({ status, body }) => {
      res.writeHead(status, { 'content-type': 'application/json' })
      res.end(body)
    })
  })
  const answerTo = async (req: IncomingMessage): Promise<{ status: number; body: string }> => {
    const body = await bodyOf(req)
    const fail = failing.shift()
    if (fail) return fail
    const url = new URL(req.url ?? '/', 'http://robots')
    const said = (answer: object) => ({ status: 200, body: JSON.stringify(answer) })
    if (url.pathname === '/cgi-bin/webhook/send') return said(wecom(url, body, heard))
    if (url.pathname === '/robot/send') return said(dingtalk(url, body, secrets.dingtalk, heard))
    if (url.pathname.startsWith('/open-apis/bot/v2/hook/'))
      return said(feishu(body, secrets.feishu, heard))
    return { status: 404, body: 'not found' }
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    heard,
    addressOf: (kind) =>
      ({
        wecom: `${origin}/cgi-bin/webhook/send?key=693a91f6`,
        dingtalk: `${origin}/robot/send?access_token=566cc69d`,
        feishu: `${origin}/open-apis/bot/v2/hook/bcc4d3e8`,
      })[kind],
    failNext(times, status, body) {
      for (let i = 0; i < times; i++) failing.push({ status, body })
    },
    async stop() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

async function bodyOf(req: IncomingMessage): Promise<Record<string, unknown>> {
  const pieces: Buffer[] = []
  for await (const piece of req) pieces.push(piece as Buffer)
  return JSON.parse(Buffer.concat(pieces).toString('utf8')) as Record<string, unknown>
}

function wecom(url: URL, body: Record<string, unknown>, heard: HeardMessage[]): object {
  if (!url.searchParams.get('key')) return { errcode: 93000, errmsg: 'invalid webhook url' }
  if (body.msgtype === 'image') return wecomPicture(body, heard)
  const { content } = (body.markdown ?? {}) as { content?: string }
  if (body.msgtype !== 'markdown' || !content)
    return { errcode: 40008, errmsg: 'invalid message type' }
  if (Buffer.byteLength(content) > WECOM_BYTES)
    return { errcode: 40058, errmsg: 'markdown.content exceed max length 4096' }
  heard.push({ kind: 'wecom', text: content })
  return { errcode: 0, errmsg: 'ok' }
}

function wecomPicture(body: Record<string, unknown>, heard: HeardMessage[]): object {
  const { base64 = '', md5 = '' } = (body.image ?? {}) as { base64?: string; md5?: string }
  const png = Buffer.from(base64, 'base64')
  const begins = png.toString('hex', 0, 8)
  if (!begins.startsWith(PNG) && !begins.startsWith(JPG))
    return { errcode: 40009, errmsg: 'invalid image format' }
  if (png.length > WECOM_PICTURE_BYTES) return { errcode: 40009, errmsg: 'invalid image size' }
  if (createHash('md5').update(png).digest('hex') !== md5)
    return { errcode: 301019, errmsg: 'media MD5 not match' }
  heard.push({ kind: 'wecom', text: '', png })
  return { errcode: 0, errmsg: 'ok' }
}

function dingtalk(
  url: URL,
  body: Record<string, unknown>,
  secret: string | undefined,
  heard: HeardMessage[],
): object {
  if (!url.searchParams.get('access_token'))
    return { errcode: 300001, errmsg: 'token is not exist' }
  if (secret !== undefined) {
    const timestamp = url.searchParams.get('timestamp') ?? ''
    if (Math.abs(Date.now() - Number(timestamp)) > HOUR)
      return { errcode: 310000, errmsg: 'invalid timestamp' }
    const right = createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64')
    if (!same(right, url.searchParams.get('sign') ?? ''))
      return { errcode: 310000, errmsg: 'sign not match' }
  }
  const { title, text } = (body.markdown ?? {}) as { title?: string; text?: string }
  if (body.msgtype !== 'markdown' || !title || !text)
    return { errcode: 40035, errmsg: 'missing parameter markdown.title or text' }
  if (Buffer.byteLength(JSON.stringify(body)) > DINGTALK_BYTES)
    return { errcode: 460101, errmsg: 'message too long, exceed 20000 bytes' }
  heard.push({ kind: 'dingtalk', text })
  return { errcode: 0, errmsg: 'ok' }
}

function feishu(
  body: Record<string, unknown>,
  secret: string | undefined,
  heard: HeardMessage[],
): object {
  if (secret !== undefined) {
    const timestamp = String(body.timestamp ?? '')
    const isLate = Math.abs(Date.now() / 1000 - Number(timestamp)) > HOUR / 1000
    const right = createHmac('sha256', `${timestamp}\n${secret}`).update('').digest('base64')
    if (isLate || !same(right, String(body.sign ?? '')))
      return {
        code: 19021,
        msg: 'sign match fail or timestamp is not within one hour from current time',
      }
  }
  const card = body.card as
    | { header?: { title?: { content?: string } }; elements?: { content?: string }[] }
    | undefined
  if (body.msg_type !== 'interactive' || !card?.elements?.length)
    return { code: 9499, msg: 'Bad Request' }
  heard.push({
    kind: 'feishu',
    text: [card.header?.title?.content, ...card.elements.map((e) => e.content)]
      .filter((line) => line !== undefined)
      .join('\n'),
  })
  return { code: 0, msg: 'success', data: {} }
}

const same = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
