-- wrk script: asks for the paths of a file (one a line) in random order, with the percentiles that docs/performance.md reports.
--   wrk … -s random_paths.lua URL -- FILE
dofile(os.getenv('KUNYU_BENCH') .. '/report.lua')

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
