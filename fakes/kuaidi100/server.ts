// 快递100's subscriptions, pushes and queries on loopback: who asks must know the key, what is pushed is signed
// with the salt it was given, and always tells the whole story of a parcel, newest first.
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface FakeTrace {
  /** In Beijing's time, `2026-11-23 10:00:00`. */
  time: string
  context: string
  status?: string
  statusCode?: string
  areaName?: string
}
export interface FakeAccount {
  customer: string
  key: string
}
interface Subscription {
  company: string
  number: string
  callbackurl: string
  salt: string
  phone: string
}
export interface Pushed {
  status: number
  body: { result?: boolean; returnCode?: string }
}

export interface FakeKuaidi100 {
  url: string
  account(): FakeAccount
  subscriptions: Subscription[]
  /** What the carrier has said so far. */
  story(company: string, number: string, traces: readonly FakeTrace[], state?: string): void
  /** The form of a push as it would come now, without sending it. */
  told(company: string, number: string, given?: object): { url: string; body: string }
  push(company: string, number: string, given?: object): Promise<Pushed>
  send(form: { url: string; body: string }): Promise<Pushed>
  /** The next so many requests about this number are answered with this. */
  fail(number: string, times: number, answer: { status: number; body?: object }): void
  stop(): Promise<void>
}

const md5 = (text: string) => createHash('md5').update(text, 'utf8').digest('hex').toUpperCase()
const CARRIERS = new Set(['shunfeng', 'zhongtong', 'yuantong', 'yunda', 'shentong', 'jtexpress'])
/** These tell nothing to who does not know the end of a phone. */
const ASK_FOR_PHONE = new Set(['shunfeng'])

export async function startKuaidi100(): Promise<FakeKuaidi100> {
  const accounts: FakeAccount[] = []
  const subscriptions: Subscription[] = []
  const stories = new Map<string, { traces: FakeTrace[]; state: string }>()
  const faults: { number: string; status: number; body?: object }[] = []
  const keyOf = (company: string, number: string) => `${company} ${number}`
  const resultOf = (company: string, number: string) => {
    const { traces, state } = stories.get(keyOf(company, number)) ?? { traces: [], state: '0' }
    const data = [...traces]
      .sort((a, b) => (a.time < b.time ? 1 : -1))
      .map((trace) => ({ ...trace, ftime: trace.time }))
    return {
      ...{ message: 'ok', nu: number, ischeck: state === '3' ? '1' : '0', condition: '' },
      ...{ com: company, status: '200', state, data },
    }
  }

  const subscribe = (form: URLSearchParams) => {
    const said = (returnCode: string, message: string) => ({
      ...{ result: returnCode === '200', returnCode, message },
    })
    if (form.get('schema') !== 'json') return said('700', '订阅方的订阅数据存在错误')
    const param = JSON.parse(form.get('param') ?? '{}') as {
      company?: string
      number?: string
      key?: string
      parameters?: { callbackurl?: string; salt?: string; phone?: string }
    }
    if (!accounts.some((account) => account.key === param.key))
      return said('600', '您不是合法的订阅者')
    const { company = '', number = '', parameters = {} } = param
    const { callbackurl = '', salt = '', phone = '' } = parameters
    if (!CARRIERS.has(company)) return said('701', '拒绝订阅的快递公司')
    if (number === '' || number.length > 32 || callbackurl === '' || salt.length > 32)
      return said('700', '订阅方的订阅数据存在错误')
    if (ASK_FOR_PHONE.has(company) && phone.length < 4) return said('700', '缺少手机号')
    if (subscriptions.some((s) => s.company === company && s.number === number))
      return said('501', '重复订阅')
    subscriptions.push({ company, number, callbackurl, salt, phone })
    return said('200', '提交成功')
  }
  const query = (form: URLSearchParams) => {
    const said = (returnCode: string, message: string) => ({ result: false, returnCode, message })
    const param = form.get('param') ?? ''
    const account = accounts.find((one) => one.customer === form.get('customer'))
    if (!account || form.get('sign') !== md5(param + account.key + account.customer))
      return said('503', '验证签名失败')
    const { com = '', num = '', phone = '' } = JSON.parse(param) as Record<string, string>
    if (!CARRIERS.has(com)) return said('400', '提交的数据不完整，或者贵公司没授权')
    if (ASK_FOR_PHONE.has(com) && phone.length < 4) return said('408', '验证码错误')
    if (!stories.has(keyOf(com, num))) return said('500', '查询无结果，请隔段时间再查')
    return resultOf(com, num)
  }
  const serve = async (req: IncomingMessage, res: ServerResponse) => {
    const chunks: Buffer[] = []
    for await (const chunk of req) chunks.push(chunk as Buffer)
    const form = new URLSearchParams(Buffer.concat(chunks).toString('utf8'))
    const index = faults.findIndex(({ number }) => form.get('param')?.includes(number))
    const [fault] = index < 0 ? [] : faults.splice(index, 1)
    const answer = fault
      ? (fault.body ?? {})
      : req.url === '/poll'
        ? subscribe(form)
        : req.url === '/poll/query.do'
          ? query(form)
          : {}
    res.writeHead(fault?.status ?? 200, { 'content-type': 'application/json' })
    res.end(JSON.stringify(answer))
  }
  const server = createServer((req, res) => void serve(req, res))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  const told: FakeKuaidi100['told'] = (company, number, given = {}) => {
    const found = subscriptions.find((s) => s.company === company && s.number === number)
    if (!found) throw new Error(`nobody has asked about ${number}`)
    const lastResult = resultOf(company, number)
    const param = JSON.stringify({
      ...{ status: lastResult.state === '3' ? 'shutdown' : 'polling', billstatus: 'got' },
      ...{ message: '', autoCheck: '0', comOld: '', comNew: '', lastResult },
      ...given,
    })
    const body = new URLSearchParams({ sign: md5(param + found.salt), param }).toString()
    return { url: found.callbackurl, body }
  }
  const send: FakeKuaidi100['send'] = async ({ url, body }) => {
    const response = await fetch(url, {
      ...{ method: 'POST', body },
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    return { status: response.status, body: (await response.json()) as Pushed['body'] }
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    subscriptions,
    account() {
      const account = {
        customer: md5(`customer ${accounts.length} ${Math.random()}`),
        key: `key${md5(`${Math.random()}`).slice(0, 8)}`,
      }
      accounts.push(account)
      return account
    },
    story: (company, number, traces, state = '0') =>
      void stories.set(keyOf(company, number), { traces: [...traces], state }),
    told,
    send,
    push: (company, number, given) => send(told(company, number, given)),
    fail: (number, times, answer) =>
      void faults.push(...Array.from({ length: times }, () => ({ ...answer, number }))),
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
