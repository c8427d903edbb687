// The story told: everything is sent in shuffled order to two servers of which one is killed, and
// then looked at.
import { type Api, apiOf } from '../harness/api.ts'
import { type Delivered, deliver, type Sending } from '../harness/deliver.ts'
import { randomOf, shuffled } from '../harness/random.ts'
import type { Chapter, Fact, Words } from './chapter.ts'
import { type Cluster, startCluster } from './cluster.ts'
import { crowdChapter } from './crowd.ts'
import { lookInBrowser } from './look.ts'
import { oneCustomerChapters } from './one-customer.ts'
import { publicKeyChapter } from './public-key.ts'
import type { Keys } from './requests.ts'
import { sharedDeviceChapter } from './shared-device.ts'
import { wrongMergeChapter } from './wrong-merge.ts'

export interface Told {
  /** What is not as told. */
  wrong: string[]
  facts: number
  delivered: Delivered
}

interface Brand {
  name: string
  seed: number
  random: () => number
  keys: Keys
  api: Api
  chapters: Chapter[]
}

/** Tells it once a seed, each for a brand of its own, all at the same time; the first is looked at in a browser. */
export async function tellStory(
  seeds: readonly number[],
  print: (line: string) => void,
  hasBrowser = true,
): Promise<Told> {
  const say = (zh: string, en: string) => print(`${zh}\n${en}\n`)
  const wrong: string[] = []
  let facts = 0
  const note = (found: Fact[], where: string) => {
    for (const one of found) {
      facts += 1
      const what = one.found === undefined ? '' : `  (${one.found.slice(0, 300)})`
      print(`  ${one.isSo ? '✓' : '✗'} ${one.zh}\n    ${one.en}${what}`)
      if (!one.isSo) wrong.push(`${where}: ${one.en}${what}`)
    }
  }
  const cluster = await startCluster()
  try {
    const [a, b] = cluster.pids()
    say(
      `两个服务进程（${a}、${b}）共用一个 PostgreSQL 和一个 ClickHouse；同一批请求打乱顺序发给它们。`,
      `Two server processes (${a} and ${b}) on one PostgreSQL and one ClickHouse get the same requests in shuffled order.`,
    )
    const brands = await Promise.all(seeds.map((seed) => openBrand(cluster, seed)))
    const total: Delivered = { requests: 0, retries: 0, repeats: 0, lost: [] }

    for (const [part, victim] of [
      ['first', 1],
      ['later', 0],
    ] as const) {
      const sent = await sendPart(cluster, brands, part, victim)
      total.requests += sent.requests
      total.retries += sent.retries
      total.repeats += sent.repeats
      total.lost.push(...sent.lost)
      say(
        `发送途中进程 ${victim + 1} 被 SIGKILL，随后重启：共 ${sent.requests} 次请求，重试 ${sent.retries} 次，又有 ${sent.repeats} 个已答复的请求重复发送。`,
        `Process ${victim + 1} got SIGKILL in the middle and was started again: ${sent.requests} requests, ${sent.retries} of them retries; ${sent.repeats} answered ones were sent once more.`,
      )
      if (part === 'first') {
        for (const brand of brands) {
          for (const chapter of brand.chapters) {
            if (chapter.between) note(await chapter.between(brand.api), `seed ${brand.seed}`)
          }
        }
        print('')
      }
    }
    for (const lost of total.lost)
      wrong.push(`an SDK would have lost "${lost.what}": ${lost.status} ${lost.answer}`)

    for (const brand of brands) {
      if (brands.length > 1) say(`—— 种子 ${brand.seed} ——`, `—— seed ${brand.seed} ——`)
      for (const chapter of brand.chapters) {
        heading(print, chapter.title)
        note(await chapter.facts(brand.api), `seed ${brand.seed}, ${chapter.title.en}`)
        print('')
      }
      const letters = await brand.api.deadLetters()
      note(
        [
          {
            zh: '没有一个事件成为死信',
            en: 'no event became a dead letter',
            isSo: letters.length === 0,
            found: letters.map((l) => l.reason).join('; '),
          },
        ],
        `seed ${brand.seed}`,
      )
    }
    const [shown] = brands
    if (shown) {
      heading(print, { zh: '在浏览器里看', en: 'Seen in the browser' })
    }
    if (shown && !hasBrowser) {
      say(
        '没有找到 Chromium，这一段没有看。安装 Chromium 或设置 CHROME_PATH 后再运行。',
        'Not looked at: there is no Chromium. Install it, or set CHROME_PATH, and run again.',
      )
    } else if (shown) {
      const sights = shown.chapters.flatMap((chapter) => chapter.sights?.() ?? [])
      const url = cluster.urls()[1] ?? ''
      note(await lookInBrowser(url, shown.name, shown.api, sights), 'browser')
    }
    heading(print, { zh: '两库对账', en: 'Both stores compared' })
    const { code, said } = await cluster.check()
    note(
      [
        {
          zh: 'homefield check 没有发现差异',
          en: 'homefield check finds no difference',
          isSo: code === 0,
          ...(code === 0 ? {} : { found: said.slice(-2000) }),
        },
      ],
      'check',
    )
    if (wrong.length > 0) print(`\n${cluster.lastWords()}`)
    return { wrong, facts, delivered: total }
  } finally {
    await cluster.close()
  }
}

const heading = (print: (line: string) => void, { zh, en }: Words) => print(`${zh} / ${en}`)

async function openBrand(cluster: Cluster, seed: number): Promise<Brand> {
  const url = () => cluster.urls()[0] ?? ''
  const name = `Story ${seed}`
  const opened = await apiOf(url).need<{
    api_key: string
    write_key: string
    client_write_key: string
  }>('POST', '/tenants', { name, timezone: 'Asia/Shanghai', currency: 'CNY' })
  return {
    name,
    seed,
    random: randomOf(seed),
    keys: { client: opened.client_write_key, server: opened.write_key },
    api: apiOf(url, opened.api_key),
    chapters: [
      ...oneCustomerChapters(),
      sharedDeviceChapter(),
      wrongMergeChapter(),
      publicKeyChapter(),
      crowdChapter(),
    ],
  }
}

async function sendPart(
  cluster: Cluster,
  brands: readonly Brand[],
  part: 'first' | 'later',
  victim: number,
): Promise<Delivered> {
  const lists = brands.map(({ chapters, keys, random }) =>
    shuffled(
      chapters.flatMap((c) => c[part]?.(keys, random) ?? []),
      random,
    ),
  )
  const count = lists.reduce((sum, list) => sum + list.length, 0)
  const lead = brands[0]
  if (!lead) throw new Error('a story needs a seed')
  const killAt = Math.floor(count * (0.2 + lead.random() * 0.4))
  let answered = 0
  let back: Promise<void> | undefined
  const onAnswered = () => {
    answered += 1
    if (answered === killAt) back = cluster.killAndRestart(victim, 1500)
  }
  const results = await Promise.all(
    brands.map(({ random }, i) =>
      deliver(lists[i] as Sending[], { targets: cluster.urls, random, onAnswered }),
    ),
  )
  if (!back) throw new Error('nobody was killed')
  await back
  return {
    requests: results.reduce((sum, r) => sum + r.requests, 0),
    retries: results.reduce((sum, r) => sum + r.retries, 0),
    repeats: results.reduce((sum, r) => sum + r.repeats, 0),
    lost: results.flatMap((r) => r.lost),
  }
}
