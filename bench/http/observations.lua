-- Posts observations to a server: KUNYU_DEVICES devices with a stream of each ("key:1 key:2"), KUNYU_ROWS rows a request
-- (1: single observations, more: CreateObservations).
local rows = tonumber(os.getenv("KUNYU_ROWS") or "1000")
local devices = {}
for key, stream in string.gmatch(os.getenv("KUNYU_DEVICES"), "([^ :]+):(%d+)") do devices[#devices + 1] = { key = key, stream = stream } end
local minute = 0
local bodies = {}

local function time_of(number)
  return os.date("!%Y-%m-%dT%H:%M:00Z", 1262304000 + (number % 8000000) * 60)
end

local function body(stream)
  if rows == 1 then
    minute = minute + 1
    return string.format('{"phenomenonTime":"%s","result":%.3f,"Datastream":{"@iot.id":%s}}', time_of(minute), 12 + minute % 977 / 1000, stream)
  end
  local parts = {}
  for i = 1, rows do
    minute = minute + 1
    parts[i] = string.format('["%s",%.3f]', time_of(minute), 12 + minute % 977 / 1000)
  end
  return string.format('[{"Datastream":{"@iot.id":%s},"components":["phenomenonTime","result"],"dataArray":[%s]}]', stream, table.concat(parts, ","))
end

-- Making bodies costs the driver more than sending them: some hundred are made beforehand and sent over and over.
function init()
  local path = rows == 1 and "/sta/v1.1/Observations" or "/sta/v1.1/CreateObservations"
  for i = 1, rows == 1 and 6400 or 320 do
    local device = devices[(i - 1) % #devices + 1]
    local headers = { Authorization = "Bearer " .. device.key, ["Content-Type"] = "application/json" }
    bodies[i] = wrk.format("POST", path, headers, body(device.stream))
  end
end

local next = 0
function request()
  next = next % #bodies + 1
  return bodies[next]
end

function done(summary, latency)
  local seconds = summary.duration / 1e6
  io.write(string.format("requests/s %.0f observations/s %.0f p50 %.2f ms p99 %.2f ms errors %d\n", summary.requests / seconds,
    summary.requests * rows / seconds, latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    summary.errors.status + summary.errors.read + summary.errors.timeout + summary.errors.connect))
end
