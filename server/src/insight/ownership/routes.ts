import { z } from 'zod'
import type { Http } from '../../platform/http.ts'
import { changeSettings, type Standing, settingsOf } from '../settings/versions.ts'
import { sendLevels } from './jobs.ts'
import { ownership } from './ownership.ts'
import { OwnershipSettings } from './settings.ts'
import { OwnershipAnswer, OwnershipQuestion, OwnershipSettingsAnswer } from './shape.ts'

const tags = ['insight']
const said = ({ at, ...rest }: Standing<OwnershipSettings>) => ({
  ...rest,
  house: OwnershipSettings.parse({}),
  at: at?.toISOString() ?? null,
})

export function ownershipRoutes(app: Http): void {
  app.post(
    '/insight/ownership',
    {
      config: { access: 'events:read', scoped: true },
      schema: {
        tags,
        summary: 'Levels of ownership at two dates, who moved, and who pulled them',
        description:
          'Levels are made of what happened before the date, so they are the same whenever they are asked; a merge and late events correct the past.',
        body: OwnershipQuestion,
        response: { 200: OwnershipAnswer },
      },
    },
    (request) => ownership(request.ctx, request.body),
  )
  app.get(
    '/insight/ownership/settings',
    {
      config: { access: 'events:read' },
      schema: {
        tags,
        summary: 'The criteria of the levels',
        response: { 200: OwnershipSettingsAnswer },
      },
    },
    async ({ ctx }) => said(await settingsOf(ctx, 'ownership', OwnershipSettings)),
  )
  app.put(
    '/insight/ownership/settings',
    {
      config: { access: 'settings:manage' },
      schema: {
        tags,
        summary: 'Change the criteria of the levels, for all dates',
        body: z.object({ settings: OwnershipSettings, version: z.number().int().min(0) }),
        response: { 200: OwnershipSettingsAnswer },
      },
    },
    async ({ ctx, body }) => {
      const changed = await changeSettings(ctx, 'ownership', OwnershipSettings, body)
      await sendLevels(ctx)
      return said(changed)
    },
  )
}
