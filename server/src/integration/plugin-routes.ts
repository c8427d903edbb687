import { z } from 'zod'
import { Time } from '../org/index.ts'
import { BatchAnswer, BatchNames } from '../platform/batch.ts'
import type { Http } from '../platform/http.ts'
import type { Plugin } from './plugin.ts'
import { choosePlugins, pluginsOff } from './plugin-choice.ts'

const tags = ['Plugins']
const access = 'integrations:manage' as const
const PluginItem = z.object({
  name: z.string(),
  hears: z.array(z.string()).describe('Names of events'),
  hears_history: z.boolean().describe('Whether it hears of imports and late events too'),
  is_on: z.boolean().describe('Whether this brand wants it'),
  off_at: Time.nullable(),
  off_by: z.string().nullable(),
})

export const pluginRoutes = (plugins: readonly Plugin[]) => (app: Http) => {
  app.get(
    '/plugins',
    {
      config: { access },
      schema: {
        tags,
        summary: 'Plugins that the server was started with',
        response: { 200: z.object({ items: z.array(PluginItem) }) },
      },
    },
    async (request) => {
      const off = await pluginsOff(request.ctx)
      return {
        items: plugins.map((plugin) => ({
          name: plugin.name,
          hears: [...plugin.hears],
          hears_history: plugin.hearsHistory ?? false,
          is_on: !off.has(plugin.name),
          off_at: off.get(plugin.name)?.at.toISOString() ?? null,
          off_by: off.get(plugin.name)?.by ?? null,
        })),
      }
    },
  )
  app.post(
    '/plugins/batch',
    {
      config: { access },
      schema: {
        tags,
        summary: 'Switch plugins on or off for this brand',
        description: 'What they would have heard while they are off is not told later.',
        body: z.object({ names: BatchNames, action: z.enum(['on', 'off']) }),
        response: { 200: BatchAnswer },
      },
    },
    (request) =>
      choosePlugins(
        request.ctx,
        plugins.map((plugin) => plugin.name),
        request.body.names,
        request.body.action === 'on',
      ),
  )
}
