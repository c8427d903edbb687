// The figures at /metrics, named by hand.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export const registry = new Registry()
collectDefaultMetrics({ register: registry, prefix: 'homefield_' })

const registers = [registry]
export const metrics = {
  collectEvents: new Counter({
    name: 'homefield_collect_events_total',
    help: 'Events by what became of them',
    labelNames: ['protocol', 'outcome'],
    registers,
  }),
  collectRequests: new Counter({
    name: 'homefield_collect_requests_total',
    help: 'Collection requests by answer',
    labelNames: ['protocol', 'outcome'],
    registers,
  }),
  collectNotes: new Counter({
    name: 'homefield_collect_notes_total',
    help: 'Oddities in what clients send',
    labelNames: ['protocol', 'note'],
    registers,
  }),
  collectWaiting: new Gauge({
    name: 'homefield_collect_waiting_events',
    help: 'Events waiting for their group commit',
    registers,
  }),
  groupSeconds: new Histogram({
    name: 'homefield_group_commit_seconds',
    help: 'Time a stage of the group commit took',
    labelNames: ['stage'],
    buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5],
    registers,
  }),
  groupEvents: new Histogram({
    name: 'homefield_group_commit_events',
    help: 'Events in a group commit',
    buckets: [1, 10, 50, 100, 500, 1000, 2000, 5000, 10000],
    registers,
  }),
  webhookAttempts: new Counter({
    name: 'homefield_webhook_attempts_total',
    help: 'Attempts to tell webhooks, by what came of them',
    labelNames: ['outcome'],
    registers,
  }),
  identityResolutions: new Counter({
    name: 'homefield_identity_resolutions_total',
    help: 'How events found their customer',
    labelNames: ['how'],
    registers,
  }),
  identityMerges: new Counter({
    name: 'homefield_identity_merges_total',
    help: 'Merges and conflicts',
    labelNames: ['outcome'],
    registers,
  }),
  httpSeconds: new Histogram({
    name: 'homefield_http_seconds',
    help: 'API requests',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  }),
  jobSeconds: new Histogram({
    name: 'homefield_job_seconds',
    help: 'Jobs run',
    labelNames: ['queue', 'outcome'],
    buckets: [0.01, 0.1, 0.5, 1, 5, 30, 120],
    registers,
  }),
  outboxWaiting: new Gauge({
    name: 'homefield_outbox_waiting_events',
    help: 'Own events not yet in the event store, up to 5,000',
    registers,
  }),
  aliasBehind: new Gauge({
    name: 'homefield_alias_waiting_rows',
    help: 'Merges not yet in the alias dictionary, up to 20,000',
    registers,
  }),
}
