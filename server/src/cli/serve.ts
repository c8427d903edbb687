// Starting and stopping the server.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Logger, pino } from 'pino'
import { type App, createApp } from '../app.ts'
import { type Config, describeConfig } from '../config.ts'
import { prepareDataDirectory } from '../platform/data-directory.ts'
import { lockDirectory } from '../platform/directory-lock.ts'
import { type OpenStores, openStores } from '../stores.ts'
import { type AdminSocket, openAdminSocket } from './admin-socket.ts'
import { type Demo, startDemo } from './demo.ts'

export async function serve(config: Config): Promise<void> {
  const log = pino({ level: config.logLevel })
  prepareDataDirectory(config.dataDir)
  mkdirSync(join(config.dataDir, 'run'), { recursive: true, mode: 0o700 })
  const isEmbedded = config.pg === 'embedded' || config.ch === 'embedded'
  const lock = isEmbedded
    ? await lockDirectory(join(config.dataDir, 'run'), (reason) =>
        log.fatal({ reason }, 'the data folder is not ours any more'),
      )
    : undefined
  for (const line of describeConfig(config)) log.info(line)
  // What was opened before something failed is closed again, last opened first: a start that fails
  // must end, or whoever keeps us running would wait for ever.
  const opened: (() => Promise<unknown>)[] = [async () => lock?.release()]
  try {
    await start(config, log, opened)
  } catch (error) {
    for (const close of opened.reverse())
      await close().catch((e) => log.error({ err: e }, 'not closed cleanly after a failed start'))
    throw error
  }
}

async function start(
  config: Config,
  log: Logger,
  opened: (() => Promise<unknown>)[],
): Promise<void> {
  const stores = await openStores(config, log)
  opened.push(() => stores.close())
  const app = await createApp(config, stores, log)
  opened.push(() => app.stop())
  const admin = await openAdminSocket(config, app, stores, log)
  opened.push(() => admin.close())
  const address = await app.http.listen({ host: config.host, port: config.port })
  const demo =
    config.demo && stores.isAlone ? await startDemo(config, app, address, log) : undefined
  if (demo) opened.push(() => demo.stop())
  // A wrapper that is killed hard makes Linux send SIGTERM several times: once is enough for us.
  let isStopping = false
  const stop = (signal: string) => {
    if (isStopping) return
    isStopping = true
    shutDown(signal, demo, admin, app, stores, log)
      .then(async () => {
        await opened[0]?.()
        process.exit(0)
      })
      .catch((error) => {
        log.fatal({ err: error }, 'the server did not stop cleanly')
        process.exit(1)
      })
  }
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stop(signal))
  announce(config, address, app.ownerLink, demo?.isFilling ?? false)
}

/** Intake stops, what is on its way is stored and answered, then the stores close. */
async function shutDown(
  signal: string,
  demo: Demo | undefined,
  admin: AdminSocket,
  app: App,
  stores: OpenStores,
  log: Logger,
): Promise<void> {
  log.info({ signal }, 'stopping')
  await demo?.stop()
  await admin.close()
  await app.stop()
  await stores.close()
  log.info('stopped')
}

function announce(
  config: Config,
  address: string,
  ownerLink: string | undefined,
  isFilling: boolean,
): void {
  const origin = config.publicUrl ?? address
  const link =
    ownerLink && config.port === 0 ? ownerLink.replace(/^https?:\/\/[^/]+/, origin) : ownerLink
  const lines = [
    '',
    `  Homefield 主场  ${origin}/console/`,
    link
      ? `  第一次使用，请打开此链接创建账号（24 小时内有效）/ First time? Create your account here (valid 24 hours):\n  ${link}`
      : '  请用你的账号登录 / Sign in with your account',
    `  API  ${origin}/api/docs`,
    ...(isFilling
      ? [
          '  正在生成演示品牌「青禾茶事」，约一分钟；不需要时用 HOMEFIELD_DEMO=false 启动 / A demo brand is being filled, about a minute; HOMEFIELD_DEMO=false starts without',
        ]
      : []),
    '',
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}
