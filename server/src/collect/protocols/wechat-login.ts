// The Sensors mini-program SDK's OldOpenid plugin asks its collector to turn a wx.login code into an
// openid. That takes the mini-program's secret, which a connector to WeChat will hold.
import type { IncomingHttpHeaders } from 'node:http'
import { corsHeaders, json, type Reply } from './answers.ts'

/** Derived from the server_url, so with whatever prefix that has. */
export const isWechatLogin = (path: string): boolean => /(?:^|\/)mp_login$/.test(path)

export function noWechatYet(headers: IncomingHttpHeaders): Reply {
  const message =
    'This server has no connection to WeChat, so it cannot look an openid up; give it with bindOpenid'
  return json(501, { error: { code: 'wechat_not_connected', message } }, corsHeaders(headers))
}
