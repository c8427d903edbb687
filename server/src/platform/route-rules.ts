// What every route of the API must say about itself. Checked when it is registered, so a server
// with an undeclared route does not start.
import type { RouteOptions } from 'fastify'
import { z } from 'zod'
import { PERMISSIONS } from './auth.ts'

export const ErrorAnswer = z
  .object({
    error: z.object({
      code: z.string().describe('Stable; what programs branch on'),
      message: z.string(),
      details: z.unknown().optional(),
    }),
  })
  .meta({ id: 'Error', description: 'Refused' })

/** @throws naming the route and all that it lacks */
export function refuseUndeclared(route: RouteOptions): void {
  if (!route.url.startsWith('/api/') || route.schema?.hide) return
  const access = route.config?.access
  const response = route.schema?.response as Record<string, unknown> | undefined
  const missing = [
    !route.schema?.summary && 'schema.summary',
    !route.schema?.tags?.length && 'schema.tags',
    !Object.keys(response ?? {}).some((status) => /^[23]/.test(status)) && 'schema.response',
    !access && 'config.access',
    access && !isAccess(access) && `a known access (not ${access})`,
  ].filter(Boolean)
  if (missing.length > 0)
    throw new Error(`${String(route.method)} ${route.url} does not declare ${missing.join(', ')}`)
  if (response) response['4xx'] ??= ErrorAnswer
}

const isAccess = (access: string) =>
  access === 'public' ||
  access === 'shopper' ||
  access === 'signed-in' ||
  (PERMISSIONS as readonly string[]).includes(access)
