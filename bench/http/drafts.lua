-- wrk script: each request drafts a notice: authorised, validated, audited, committed durably before it is answered.
--   wrk … -s drafts.lua URL -- TOKEN
dofile(os.getenv('KUNYU_BENCH') .. '/report.lua')

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
