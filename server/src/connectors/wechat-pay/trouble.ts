// What goes wrong between us and the platform. Refusals for good are commerce's `ProviderRefused`; this
// is everything that another try may mend.
import { AppError } from '../../platform/errors.ts'
import { tableOf } from '../../platform/table.ts'

export type TroubleCode =
  | 'wechat_pay_unreachable'
  | 'wechat_pay_unavailable'
  | 'wechat_pay_busy'
  | 'wechat_pay_unverified'
  | 'wechat_pay_unreadable'
  | 'wechat_pay_bill_not_ready'

export class WechatPayTrouble extends AppError {
  constructor(
    code: TroubleCode,
    message: string,
    given: { retryAfter?: number; cause?: unknown } = {},
  ) {
    super(503, code, message, { retryAfter: given.retryAfter ?? 5, cause: given.cause })
    this.name = 'WechatPayTrouble'
  }
}

/** Both spellings are seen: of the first years of APIv3 and of today. */
const OLD_SPELLINGS = tableOf({
  ORDERNOTEXIST: 'order_not_exist',
  ORDERPAID: 'order_paid',
  ORDERCLOSED: 'order_closed',
  NOTENOUGH: 'not_enough',
  NOAUTH: 'no_auth',
  SYSTEMERROR: 'system_error',
  RULELIMIT: 'rule_limit',
  ACCOUNTERROR: 'account_error',
  FREQUENCY_LIMIT: 'frequency_limited',
  RATELIMIT_EXCEEDED: 'frequency_limited',
})
/** The platform's code in one spelling, lower case. */
export const codeOf = (given: string) => OLD_SPELLINGS[given] ?? given.toLowerCase()
