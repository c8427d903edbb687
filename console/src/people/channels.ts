/** As the API names them. */
export const CHANNELS = [
  'all',
  'sms',
  'phone_call',
  'mail',
  'wecom',
  'official_account',
  'mini_program',
  'app_push',
] as const
