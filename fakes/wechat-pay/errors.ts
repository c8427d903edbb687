// Refusals as the platform words them: https status, code, message, and for bad parameters where.
export class Refusal extends Error {
  readonly status: number
  readonly code: string
  readonly detail: unknown
  constructor(status: number, code: string, message: string, detail?: unknown) {
    super(message)
    this.status = status
    this.code = code
    this.detail = detail
  }
  get body(): Record<string, unknown> {
    return {
      code: this.code,
      ...(this.detail === undefined ? {} : { detail: this.detail }),
      message: this.message,
    }
  }
}

export const paramError = (field: string, value: unknown, issue: string, location = 'body') =>
  new Refusal(400, 'PARAM_ERROR', `参数错误：${issue}`, {
    location,
    value: typeof value === 'string' || typeof value === 'number' ? value : undefined,
    issue,
    field,
  })
export const outTradeNoUsed = () => new Refusal(403, 'OUT_TRADE_NO_USED', '商户订单号重复')
export const orderNotExist = () => new Refusal(404, 'ORDERNOTEXIST', '订单不存在')
export const orderPaid = () => new Refusal(400, 'ORDERPAID', '该订单已支付')
export const orderClosed = () => new Refusal(400, 'ORDER_CLOSED', '订单已关闭')
export const notEnough = () => new Refusal(403, 'NOT_ENOUGH', '基本账户余额不足，请充值后重新发起')
export const resourceNotExists = (message: string) =>
  new Refusal(404, 'RESOURCE_NOT_EXISTS', message)
export const invalidRequest = (message: string) => new Refusal(400, 'INVALID_REQUEST', message)
export const frequencyLimited = () => new Refusal(429, 'FREQUENCY_LIMITED', '频率超限，请稍后再试')
export const systemError = () => new Refusal(500, 'SYSTEM_ERROR', '系统繁忙，请稍后再试')

/** What a wrong signature is answered with; the platform shows how much it read, not what it expected. */
export function signError(
  issue: string,
  request: { method: string; url: string; message: string },
): Refusal {
  return new Refusal(401, 'SIGN_ERROR', '错误的签名，验签失败', {
    detail: { issue },
    field: 'signature',
    location: 'authorization',
    sign_information: {
      method: request.method,
      sign_message_length: Buffer.byteLength(request.message),
      truncated_sign_message: request.message.slice(0, 80),
      url: request.url,
    },
  })
}
