-- What is known only when every event was read.
UPDATE offers SET claims = c.claims, held = c.held, issued = c.issued
FROM (
  SELECT offer_id, count(*) AS claims,
         sum(CASE state WHEN 'held' THEN quantity ELSE 0 END) AS held,
         sum(CASE state WHEN 'issued' THEN quantity ELSE 0 END) AS issued
  FROM claims GROUP BY offer_id
) AS c WHERE c.offer_id = offers.id;

UPDATE offers SET available = total - held - issued;

UPDATE seats SET claim_id = c.id, state = CASE c.state WHEN 'held' THEN 'held' ELSE 'sold' END
FROM (
  SELECT s.seat_id, k.id, k.state FROM claim_seats AS s JOIN claims AS k ON k.id = s.claim_id
  WHERE k.state IN ('held', 'issued')
) AS c WHERE c.seat_id = seats.id;
