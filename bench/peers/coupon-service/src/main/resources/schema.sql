-- No foreign key: its check would lock the offer's row once more for every claim.
create table if not exists offer (
  id bigint primary key,
  total bigint not null,
  issued bigint not null default 0
) with (fillfactor = 50);

create sequence if not exists claim_seq increment by 50;

create table if not exists claim (
  id bigint primary key,
  offer_id bigint not null,
  user_id bigint not null,
  created_at timestamptz not null default now(),
  constraint claim_once unique (offer_id, user_id)
);
