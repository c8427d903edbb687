// The words of the API page's frame. What routes say about themselves is in their schemas.

export type Language = 'zh' | 'en'

export interface Words {
  title: string
  lead: string
  search: string
  none: string
  other: string
  document: string
  begin: string
  basics: [heading: string, text: string][]
  collectHeading: string
  collect: string
  parameters: string
  body: string
  answers: string
  example: string
  required: string
  nullable: string
  fields: string
  needs: string
  access: { public: string; 'signed-in': string }
  noBody: string
  keyboard: string
}

export const WORDS: Record<Language, Words> = {
  zh: {
    title: 'Homefield API',
    lead: '控制台能做的，程序都能做：控制台本身就是这套接口的第一个使用者。',
    search: '搜索接口、路径、字段、权限',
    none: '没有匹配的接口。换个词试试，例如 customers。',
    other: 'English',
    document: 'OpenAPI 3.1 文档',
    begin: '从这里开始',
    basics: [
      [
        '身份验证',
        '程序使用 API 密钥：`Authorization: Bearer hfk_…`，在控制台「设置 · 密钥」里创建，只显示一次。密钥属于一个品牌，权限由角色决定。浏览器使用登录会话（cookie `hf_session`），写操作须带 `x-csrf-token`，用 `x-tenant-id` 选择品牌。',
      ],
      [
        '错误',
        '失败时返回 `{"error": {"code", "message", "details"}}`。`code` 稳定不变，程序应按它判断；429 与 503 带 `Retry-After`。其他品牌的 id 一律返回 404。',
      ],
      [
        '列表',
        '参数 `limit` 与 `cursor`，返回 `{"items": […], "next_cursor"}`；`next_cursor` 为 null 即最后一页。',
      ],
      [
        '放心重试',
        '写操作可带 `Idempotency-Key`：相同的键在一天内只执行一次，之后返回第一次的结果；换了内容返回 422，第一次还没做完返回 409。',
      ],
      ['数值与时间', '金额是整数分（fen），比率是万分比（基点），时间是 ISO 8601（UTC）。'],
    ],
    collectHeading: '采集接口',
    collect:
      '事件不走这里，而是用接入密钥（`hfw_…`）发往采集路由：自有协议 `POST /v1/events`、`POST /v1/customers`，Segment 与 RudderStack 的 `/v1/track`、`/v1/identify`、`/v1/batch` 等，神策的 `/sa`。',
    parameters: '参数',
    body: '请求内容',
    answers: '返回',
    example: '示例',
    required: '必填',
    nullable: '可为 null',
    fields: '{n} 个字段',
    needs: '需要权限',
    access: { public: '无需登录', 'signed-in': '任何已登录的人或密钥' },
    noBody: '无内容',
    keyboard: '按 / 搜索',
  },
  en: {
    title: 'Homefield API',
    lead: 'Whatever the console can do, a program can do: the console is this API’s first user.',
    search: 'Search routes, paths, fields, permissions',
    none: 'Nothing matches. Try another word, for example customers.',
    other: '中文',
    document: 'OpenAPI 3.1 document',
    begin: 'Start here',
    basics: [
      [
        'Who asks',
        'Programs send an API key: `Authorization: Bearer hfk_…`, made in the console under Settings · Keys and shown once. A key belongs to one brand and may do what its role may do. Browsers use their session (cookie `hf_session`), send `x-csrf-token` with writes, and choose the brand with `x-tenant-id`.',
      ],
      [
        'Errors',
        'A refusal is `{"error": {"code", "message", "details"}}`. Codes are stable; branch on them. 429 and 503 carry `Retry-After`. Another brand’s ids answer 404.',
      ],
      [
        'Lists',
        'Send `limit` and `cursor`; get `{"items": […], "next_cursor"}`. `next_cursor` is null on the last page.',
      ],
      [
        'Safe repeats',
        'Send an `Idempotency-Key` with a write: within a day the same key does the work once and then answers what it answered first. Another body under the same key is 422; one still at work is 409.',
      ],
      [
        'Numbers and times',
        'Money is integer fen, rates are basis points, times are ISO 8601 in UTC.',
      ],
    ],
    collectHeading: 'Sending events',
    collect:
      'Events do not come in here but on the collection routes, with a write key (`hfw_…`): our own `POST /v1/events` and `POST /v1/customers`; `/v1/track`, `/v1/identify`, `/v1/batch` and the rest for the SDKs of Segment and RudderStack; `/sa` for those of Sensors.',
    parameters: 'Parameters',
    body: 'Request',
    answers: 'Answers',
    example: 'Example',
    required: 'required',
    nullable: 'may be null',
    fields: '{n} fields',
    needs: 'Needs',
    access: { public: 'No sign-in', 'signed-in': 'Anybody signed in, any key' },
    noBody: 'No content',
    keyboard: 'Press / to search',
  },
}

/** The one asked for, else the browser's first of the two, else Chinese. */
export function languageOf(asked: string | undefined, accepted: string | undefined): Language {
  if (asked === 'zh' || asked === 'en') return asked
  const first = /\b(zh|en)\b/i.exec(accepted ?? '')?.[1]
  return first?.toLowerCase() === 'en' ? 'en' : 'zh'
}
