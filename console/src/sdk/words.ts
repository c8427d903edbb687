import type { TextKey } from '../i18n/texts.ts'
import type { Platform } from './snippets.ts'

/** What is to be done, in this order. */
export const steps: Record<Platform, readonly TextKey[]> = {
  web: ['sdk.do_web_1', 'sdk.do_web_2'],
  mini_program: ['sdk.do_mini_program_1', 'sdk.do_mini_program_2', 'sdk.do_mini_program_3'],
  server: ['sdk.do_server_1', 'sdk.do_server_2'],
  others: ['sdk.do_others_1', 'sdk.do_others_2'],
}

/** Why nothing arrives, the likeliest first. */
export const mistakes: Record<Platform, readonly TextKey[]> = {
  web: ['sdk.mistake_web_1', 'sdk.mistake_web_2', 'sdk.mistake_web_3', 'sdk.mistake_web_4'],
  mini_program: [
    'sdk.mistake_mini_program_1',
    'sdk.mistake_mini_program_2',
    'sdk.mistake_mini_program_3',
    'sdk.mistake_mini_program_4',
  ],
  server: ['sdk.mistake_server_1', 'sdk.mistake_server_2', 'sdk.mistake_server_3'],
  others: ['sdk.mistake_others_1', 'sdk.mistake_others_2', 'sdk.mistake_others_3'],
}
