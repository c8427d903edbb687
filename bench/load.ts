// The load generator, a process of its own so that its CPU is counted apart. Started by collect.ts:
// node bench/load.ts '{"port":…,"key":…,"batch":…,"events":…,"people":…,"connections":…}'
import { connect } from 'node:net'
import { segmentTraffic } from './traffic.ts'

interface Order {
  port: number
  key: string
  batch: number
  events: number
  people: number
  connections: number
  run: string
}
const order = JSON.parse(process.argv[2] ?? '{}') as Order
const traffic = segmentTraffic(order)
const authorization = `Basic ${Buffer.from(`${order.key}:`).toString('base64')}`
const requests = traffic.bodies.map((body) =>
  Buffer.concat([
    Buffer.from(
      `POST ${traffic.path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: ${authorization}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`,
    ),
    body,
  ]),
)
const took: number[] = []
let next = 0
const cpuBefore = process.cpuUsage()
const started = performance.now()
await Promise.all(Array.from({ length: order.connections }, client))
const seconds = (performance.now() - started) / 1000
const cpu = process.cpuUsage(cpuBefore)
took.sort((a, b) => a - b)
console.log(
  JSON.stringify({
    events: traffic.events,
    seconds,
    p50: took[Math.floor(took.length * 0.5)],
    p99: took[Math.floor(took.length * 0.99)],
    max: took.at(-1),
    cpuMicros: (cpu.user + cpu.system) / traffic.events,
  }),
)

/** One keep-alive connection, one request at a time. A bare socket costs less than any client. */
function client(): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port: order.port, host: '127.0.0.1', noDelay: true })
    let sentAt = 0
    let text = ''
    const send = () => {
      const request = requests[next++]
      if (!request) {
        socket.end()
        return resolve()
      }
      sentAt = performance.now()
      socket.write(request)
    }
    socket.on('connect', send)
    socket.on('error', reject)
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
      const head = text.indexOf('\r\n\r\n')
      if (head < 0) return
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0)
      if (text.length < head + 4 + length) return
      if (!text.startsWith('HTTP/1.1 200'))
        return reject(new Error(`answered ${text.slice(0, 200)}`))
      text = ''
      took.push(performance.now() - sentAt)
      send()
    })
  })
}
