import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client'

export interface Metrics {
  registry: Registry
  requests: Histogram<'route' | 'method' | 'status'>
  refusals: Counter<'reason'>
}

/** A registry of this app's own, so that two apps in one process do not share figures. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'cardwright_http_request_seconds',
    help: 'Time to answer, by route pattern',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.005, 0.01, 0.03, 0.1, 0.3, 1, 3],
    registers: [registry],
  })
  const refusals = new Counter({
    name: 'cardwright_refusals_total',
    help: 'Expected refusals, by code',
    labelNames: ['reason'],
    registers: [registry],
  })
  return { registry, requests, refusals }
}
