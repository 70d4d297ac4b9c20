-- KEYS: stock, who has one, stream. ARGV: offer, user.
if redis.call('SISMEMBER', KEYS[2], ARGV[2]) == 1 then return 'DUPLICATE' end
local stock = redis.call('GET', KEYS[1])
if not stock then return 'UNKNOWN' end
if tonumber(stock) <= 0 then return 'SOLD_OUT' end
redis.call('DECR', KEYS[1])
redis.call('SADD', KEYS[2], ARGV[2])
redis.call('XADD', KEYS[3], '*', 'offer', ARGV[1], 'user', ARGV[2])
return 'ISSUED'
