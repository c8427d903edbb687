/** A request that a newcomer can paste: it makes one customer with one event. */
export function firstEventCurl(writeKey: string): string {
  return [
    `curl -X POST ${location.origin}/v1/events \\`,
    `  -H 'authorization: Bearer ${writeKey}' \\`,
    "  -H 'content-type: application/json' \\",
    `  -d '${body()}'`,
  ].join('\n')
}

function body(): string {
  const event = {
    id: 'first-event-1',
    name: 'page_viewed',
    // To the minute, so that the shown text stays the same while it is read.
    at: `${new Date().toISOString().slice(0, 16)}:00Z`,
    identifiers: [{ namespace: 'phone', value: '+8613800138000' }],
    properties: { title: 'Hello' },
  }
  return JSON.stringify({ events: [event] })
}
