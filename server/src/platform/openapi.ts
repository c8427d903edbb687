// The OpenAPI document: made from the routes' own schemas, so it cannot say anything else than they do.
import { STATUS_CODES } from 'node:http'
import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger'
import {
  createJsonSchemaTransform,
  createJsonSchemaTransformObject,
} from 'fastify-type-provider-zod'

/** Zod writes a date's rule as 300 characters of pattern; `format` says the same. */
const zodToJsonConfig = {
  override({ jsonSchema }: { jsonSchema: Record<string, unknown> }) {
    if (jsonSchema.format && jsonSchema.pattern) delete jsonSchema.pattern
  },
}
const toJsonSchema = createJsonSchemaTransform({ zodToJsonConfig })
const toComponents = createJsonSchemaTransformObject({ zodToJsonConfig })

interface Operation {
  tags?: string[]
  operationId?: string
  responses?: Record<string, { description?: string; content?: unknown }>
}

export const openapiOptions: FastifyDynamicSwaggerOptions = {
  openapi: {
    openapi: '3.1.0',
    info: {
      title: 'Homefield',
      version: '1',
      description: 'One identity, one gate, exact counts.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    components: {
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'An API key' },
        session: { type: 'apiKey', in: 'cookie', name: 'hf_session' },
      },
    },
    security: [{ key: [] }, { session: [] }],
  },
  transform(document) {
    const { schema, url } = toJsonSchema(document)
    const access = document.route.config?.access
    if (schema && access)
      Object.assign(schema, { 'x-access': access }, access === 'public' && { security: [] })
    return { schema, url }
  },
  transformObject(document) {
    const complete = toComponents(document)
    for (const [path, methods] of Object.entries(complete.paths ?? {}))
      for (const [method, operation] of Object.entries(methods as Record<string, Operation>)) {
        operation.operationId ??= nameOf(method, path)
        for (const [status, response] of Object.entries(operation.responses ?? {})) {
          if (response.description === 'Default Response')
            response.description = STATUS_CODES[status] ?? 'Refused'
          if (status === '204') delete response.content
        }
      }
    const schemas = ('components' in complete ? complete.components?.schemas : undefined) ?? {}
    // Each schema is written as input and as output, used or not; one that holds itself is no use of it.
    const used = reachable(complete.paths, schemas)
    for (const name of Object.keys(schemas)) if (!used.has(name)) delete schemas[name]
    return complete
  },
}

/** Names of schemas that these paths refer to, or that those refer to in turn. */
function reachable(paths: unknown, schemas: Readonly<Record<string, unknown>>): Set<string> {
  const used = new Set<string>()
  const visit = (part: unknown) => {
    for (const [, name = ''] of (JSON.stringify(part) ?? '').matchAll(
      /"#\/components\/schemas\/([^"]+)"/g,
    )) {
      if (used.has(name)) continue
      used.add(name)
      visit(schemas[name])
    }
  }
  visit(paths)
  return used
}

/** `get /api/v1/users/{id}` → `getUsersById`: what client generators call the function. */
function nameOf(method: string, path: string): string {
  const words = path
    .replace(/^\/api\/v\d+/, '')
    .replace(/\{(\w+)\}/g, 'by-$1')
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean)
  return method + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}
