-- Random links, each asked for as a phone's in-app browser does; every second visitor brings the cookie of an earlier visit.
local requests = {}

local function visitor()
  local digits = {}
  for i = 1, 32 do digits[i] = string.format('%x', math.random(0, 15)) end
  return table.concat(digits)
end

local function request_for(slug, cookie)
  return 'GET /' .. slug .. '?igsh=MzRlODBiNWFlZA== HTTP/1.1\r\n'
    .. 'Host: go.example\r\n'
    .. 'User-Agent: Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148'
    .. ' Instagram 335.1.8.26.85 (iPhone15,2; iOS 17_5; de_AT; de; scale=3.00; 1179x2556; 609775437)\r\n'
    .. 'Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n'
    .. 'Sec-Fetch-Site: cross-site\r\n'
    .. 'Sec-Fetch-Mode: navigate\r\n'
    .. 'Sec-Fetch-Dest: document\r\n'
    .. 'Upgrade-Insecure-Requests: 1\r\n'
    .. 'Accept-Language: de-AT,de;q=0.9,en;q=0.8\r\n'
    .. 'Accept-Encoding: gzip, deflate, br\r\n'
    .. 'Referer: https://l.instagram.com/\r\n'
    .. (cookie and ('Cookie: tlv=' .. visitor() .. '\r\n') or '')
    .. 'Connection: keep-alive\r\n\r\n'
end

function init(args)
  math.randomseed(20261121)
  for i = 1, tonumber(args[1]) do requests[i] = request_for('link-' .. i, i % 2 == 0) end
end

function request()
  return requests[math.random(#requests)]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format('RESULT {"answers":%d,"duration_us":%d,"p50_us":%d,"p99_us":%d,"max_us":%d,"failed":%d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), latency.max,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
