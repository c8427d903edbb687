// The one listener: Fastify for the API, a plain handler in front of it for collection.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import swagger from '@fastify/swagger'
import Fastify, { type FastifyInstance, type FastifyRequest, LogController } from 'fastify'
import {
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod'
import type { Logger } from 'pino'
import { demand, type Permission, scopeOf } from './auth.ts'
import type { Ctx } from './ctx.ts'
import { AppError, unavailable } from './errors.ts'
import { metrics } from './metrics.ts'
import { openapiOptions } from './openapi.ts'
import { isPgUnavailable } from './pg.ts'
import { prepared } from './prepared.ts'
import { refuseUndeclared } from './route-rules.ts'

export type Http = FastifyInstance<Server, IncomingMessage, ServerResponse, Logger, ZodTypeProvider>

declare module 'fastify' {
  interface FastifyRequest {
    /** Set before every handler of a route that is not public. */
    ctx: Ctx
  }
  interface FastifyContextConfig {
    /**
     * `public` needs no sign-in; `signed-in` any user or key; `shopper` a customer's browser in the shop, and
     * nobody else; a permission is checked by role.
     */
    access?: Permission | 'public' | 'signed-in' | 'shopper'
    /** True when the handler shows an actor with a data scope only what is inside it. */
    scoped?: boolean
    /** What it writes carries the Idempotency-Key itself, so no answer is kept beside it. */
    keepsKey?: boolean
    /** Asked for by crowds and looks at a few rows by their keys: its statements are planned once a connection. */
    prepared?: boolean
  }
}

export interface HttpOptions {
  log: Logger
  /** Reverse proxies in front whose X-Forwarded-* count, from our side. */
  trustProxy: number
  /** Finds who asks and for which tenant; throws 401. */
  authenticate(request: FastifyRequest): Promise<Ctx>
  /** Finds whose browser it is, for routes of the shop; throws 401. Absent: there is no shop here. */
  authenticateShopper?(request: FastifyRequest): Promise<Ctx>
  /** Answers collection requests itself and says true, or leaves them to the API. */
  collect(req: IncomingMessage, res: ServerResponse): boolean
}

export async function createHttp(options: HttpOptions): Promise<Http> {
  const app = Fastify({
    loggerInstance: options.log,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: (_address, hop) => hop < options.trustProxy,
    bodyLimit: 4 * 1024 * 1024,
    return503OnClosing: true,
    forceCloseConnections: 'idle',
    // An identifier in a path may have 255 characters, each of them three bytes of %XX thrice.
    routerOptions: { maxParamLength: 4096 },
    genReqId: () => crypto.randomUUID(),
    serverFactory: (handler) =>
      createServer(
        // Sensors' image mode puts the whole event into the address: 15,785 bytes seen, and a
        // stock 16 KB limit answers 431 and loses it.
        { maxHeaderSize: 256 * 1024, keepAliveTimeout: 65_000 },
        (req, res) => {
          if (!options.collect(req, res)) handler(req, res)
        },
      ),
  }).withTypeProvider<ZodTypeProvider>() as unknown as Http
  app.setValidatorCompiler(validatorCompiler).setSerializerCompiler(serializerCompiler)
  await app.register(swagger, openapiOptions)
  app.addHook('onRoute', refuseUndeclared)
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({ 'x-request-id': request.id, 'x-content-type-options': 'nosniff' })
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store')
    const access = request.routeOptions.config?.access
    if (access === 'public' || request.is404) return
    if (access === 'shopper') {
      if (!options.authenticateShopper)
        throw new AppError(404, 'shop_not_found', 'There is no shop')
      request.ctx = planned(request, await options.authenticateShopper(request))
      return
    }
    request.ctx = planned(request, await options.authenticate(request))
    // A route without a declared access is nobody's: refused rather than open by mistake.
    if (access === undefined) throw new AppError(403, 'forbidden', 'This route declares no access')
    if (access === 'signed-in') return
    demand(request.ctx.actor, access)
    // A list that knows nothing of scopes would show a guide everybody: refused until it does.
    if (scopeOf(request.ctx.actor).kind !== 'all' && !request.routeOptions.config.scoped)
      throw new AppError(
        403,
        'outside_scope',
        'Your access is limited to some customers; this is not',
      )
  })
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown'
    metrics.httpSeconds.observe(
      { route, method: request.method, status: String(reply.statusCode) },
      reply.elapsedTime / 1000,
    )
    request.log.info(
      {
        tenant: request.ctx?.tenantId,
        route,
        method: request.method,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      },
      'request',
    )
  })
  app.setErrorHandler((error, request, reply) => {
    const { status, body, retryAfter } = presentError(error)
    if (status >= 500)
      request.log.error({ err: error, route: request.routeOptions.url }, 'request failed')
    if (retryAfter) reply.header('retry-after', String(retryAfter))
    return reply.code(status).send(body)
  })
  app.setNotFoundHandler((request, reply) =>
    reply.code(404).send({
      error: {
        code: 'no_such_route',
        message: `There is nothing at ${request.method} ${request.url.split('?')[0]}`,
      },
    }),
  )
  return app
}

const planned = ({ routeOptions }: FastifyRequest, ctx: Ctx): Ctx =>
  routeOptions.config.prepared ? prepared(ctx) : ctx

interface ErrorBody {
  error: { code: string; message: string; details?: unknown }
}

/** Any error as an answer. Only AppErrors and validation say what they are; the rest stays inside. */
export function presentError(given: unknown): {
  status: number
  body: ErrorBody
  retryAfter?: number
} {
  const error = isPgUnavailable(given)
    ? unavailable('database_unavailable', 'The database cannot answer now', 2, given)
    : given
  if (error instanceof AppError) {
    return {
      status: error.status,
      body: {
        error: {
          code: error.code,
          message: error.message,
          ...(error.details === undefined ? {} : { details: error.details }),
        },
      },
      ...(error.retryAfter ? { retryAfter: error.retryAfter } : {}),
    }
  }
  const known = error as {
    validation?: { instancePath?: string; message?: string }[]
    statusCode?: number
    code?: string
    message?: string
  }
  if (known.validation) {
    return {
      status: 400,
      body: {
        error: {
          code: 'invalid_request',
          message: known.message ?? 'The request is not of the expected shape',
          details: known.validation.map((v) => ({
            path: v.instancePath ?? '',
            message: v.message ?? '',
          })),
        },
      },
    }
  }
  if (known.statusCode && known.statusCode >= 400 && known.statusCode < 500) {
    const code = (known.code ?? 'bad_request').replace(/^FST_(ERR_)?/, '').toLowerCase()
    return {
      status: known.statusCode,
      body: { error: { code, message: known.message ?? 'Bad request' } },
    }
  }
  if ((known.code ?? '').startsWith('22') && known.code?.length === 5) {
    // PostgreSQL class 22: a value that passed the schema but no column can hold (NUL, overflow).
    return {
      status: 400,
      body: { error: { code: 'invalid_value', message: 'A value cannot be stored as it is' } },
    }
  }
  return {
    status: 500,
    body: {
      error: {
        code: 'internal_error',
        message: 'Something went wrong on our side; it has been logged',
      },
    },
  }
}
