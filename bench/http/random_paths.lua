-- wrk script: asks for the paths of a file (one a line) in random order, with the percentiles that docs/performance.md reports.
--   wrk … -s random_paths.lua URL -- FILE
local paths = {}
local seed = 0

function setup(thread)
  seed = seed + 1
  thread:set('seed', seed)
end

function init(args)
  math.randomseed(seed)
  for line in io.lines(args[1]) do paths[#paths + 1] = wrk.format('GET', line) end
end

function request()
  return paths[math.random(#paths)]
end

function done(summary, latency)
  io.write(string.format('RESULT {"requests": %d, "micros": %d, "failed": %d, "p50": %d, "p95": %d, "p99": %d, "max": %d}\n', summary.requests, summary.duration,
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    latency:percentile(50), latency:percentile(95), latency:percentile(99), latency.max))
end
