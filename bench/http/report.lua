-- What each wrk script of this folder prints at its end: the figures that docs/performance.md reports, as JSON.
function done(summary, latency)
  local errors = summary.errors
  io.write(string.format('RESULT {"requests": %d, "micros": %d, "failed": %d, "p50": %d, "p95": %d, "p99": %d, "max": %d}\n', summary.requests, summary.duration,
    errors.status + errors.connect + errors.read + errors.write + errors.timeout, latency:percentile(50), latency:percentile(95), latency:percentile(99), latency.max))
end
