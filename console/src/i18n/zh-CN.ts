// One file an area of the console, so that a page and its words change together.
import base from './zh-CN/base.json' with { type: 'json' }
import customers from './zh-CN/customers.json' with { type: 'json' }
import desk from './zh-CN/desk.json' with { type: 'json' }
import org from './zh-CN/org.json' with { type: 'json' }
import people from './zh-CN/people.json' with { type: 'json' }
import profile from './zh-CN/profile.json' with { type: 'json' }
import shell from './zh-CN/shell.json' with { type: 'json' }

export default {
  ...base,
  ...org,
  ...profile,
  ...people,
  ...customers,
  ...desk,
  ...shell,
}
