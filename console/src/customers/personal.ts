// Phone numbers and addresses are shown in part; who may see the whole is the server's decision.

const phoneNames = new Set(['phone', 'mobile', 'mobile_phone', 'phone_number', 'tel'])
const emailNames = new Set(['email', 'mail', 'email_address'])

export function isPersonal(name: string): boolean {
  const plain = name.toLowerCase().replace(/^\$/, '')
  return phoneNames.has(plain) || emailNames.has(plain)
}

/** 138****5678, l***@example.com; what the server already masked stays as it is. */
export function maskPersonal(name: string, value: string): string {
  if (value.includes('*')) return value
  return emailNames.has(name.toLowerCase()) || value.includes('@')
    ? maskEmail(value)
    : maskPhone(value)
}

function maskPhone(value: string): string {
  const national = value.replace(/^\+86(?=1\d{10}$)/, '')
  if (national.length < 8) return `${national.slice(0, 1)}***`
  return `${national.slice(0, national.length - 8)}****${national.slice(-4)}`
}

function maskEmail(value: string): string {
  const at = value.lastIndexOf('@')
  if (at < 1) return `${value.slice(0, 1)}***`
  return `${value.slice(0, 1)}***${value.slice(at)}`
}
