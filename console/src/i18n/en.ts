// One file an area of the console, so that a page and its words change together.
import base from './en/base.json' with { type: 'json' }
import customers from './en/customers.json' with { type: 'json' }
import desk from './en/desk.json' with { type: 'json' }
import org from './en/org.json' with { type: 'json' }
import people from './en/people.json' with { type: 'json' }
import profile from './en/profile.json' with { type: 'json' }
import shell from './en/shell.json' with { type: 'json' }

export default {
  ...base,
  ...org,
  ...profile,
  ...people,
  ...customers,
  ...desk,
  ...shell,
}
