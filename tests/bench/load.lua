-- Requests in a given order, and one line of JSON about what came of them.
-- Arguments: a file with the paths to read, a file with replies ("IP form"), and that each so manieth request is one.

local threads, reads, replies = {}, {}, {}
local every, asked = 0, 0
replied = 0

function setup(thread)
  table.insert(threads, thread)
end

function init(arguments)
  for path in io.lines(arguments[1]) do table.insert(reads, wrk.format("GET", path)) end
  for line in io.lines(arguments[2]) do table.insert(replies, line) end
  every = tonumber(arguments[3])
end

function request()
  asked = asked + 1
  if every == 0 or asked % every > 0 or replied == #replies then
    return reads[asked % #reads + 1]
  end
  replied = replied + 1
  local ip, form = replies[replied]:match("^(%S+) (.*)$")
  local headers = { ["Content-Type"] = "application/x-www-form-urlencoded", ["X-Forwarded-For"] = ip }
  return wrk.format("POST", "/comments", headers, form)
end

function done(summary, latency, _)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.timeout + errors.status
  io.write(string.format(
    'JSON {"requests": %d, "seconds": %.6f, "received": %d, "failed": %d, "replies": %d, "p50": %.3f, "p99": %.3f}\n',
    summary.requests, summary.duration / 1e6, summary.bytes, failed, threads[1]:get("replied"),
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
