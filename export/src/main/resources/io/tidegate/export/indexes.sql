CREATE INDEX claims_by_offer ON claims (offer_id, state);

CREATE INDEX claims_by_user ON claims (user_id);

CREATE INDEX seats_by_schedule ON seats (schedule_id);

CREATE INDEX claim_seats_by_seat ON claim_seats (seat_id);

CREATE INDEX entries_by_user ON entries (user_id);

CREATE INDEX entries_by_claim ON entries (claim_id);

CREATE INDEX tickets_by_user ON tickets (user_id);

CREATE INDEX schedules_by_concert ON schedules (concert_id);

ANALYZE;
