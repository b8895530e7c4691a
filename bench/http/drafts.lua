-- wrk script: each request drafts a notice: authorised, validated, audited, committed durably before it is answered.
--   wrk … -s drafts.lua URL -- TOKEN
local number = 0

function init(args)
  wrk.method = 'POST'
  wrk.path = '/api/v1/notices'
  wrk.headers['Authorization'] = 'Bearer ' .. args[1]
  wrk.headers['Content-Type'] = 'application/json'
end

function request()
  number = number + 1
  return wrk.format(nil, nil, nil, '{"issuer":"测试","title":{"zh":"写入测试 ' .. number .. '"},"body":{"zh":"正文"}}')
end

function done(summary, latency)
  io.write(string.format('RESULT {"requests": %d, "micros": %d, "failed": %d, "p50": %d, "p95": %d, "p99": %d, "max": %d}\n', summary.requests, summary.duration,
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    latency:percentile(50), latency:percentile(95), latency:percentile(99), latency.max))
end
