package peer;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The rows by plain SQL, for the designs that need no entities. */
@Repository
public class ClaimTable {
  private static final String INSERT =
      "insert into claim (id, offer_id, user_id) values (nextval('claim_seq'), ?, ?)";

  private final JdbcTemplate jdbc;

  ClaimTable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  @Transactional
  public void open(long offer, long total) {
    jdbc.update("insert into offer (id, total) values (?, ?)", offer, total);
  }

  @Transactional(readOnly = true)
  public boolean has(long offer, long user) {
    return Boolean.TRUE.equals(
        jdbc.queryForObject(
            "select exists (select 1 from claim where offer_id = ? and user_id = ?)",
            Boolean.class,
            offer,
            user));
  }

  /** Takes one unit if one is left and writes its row; a second one of a user rolls both back. */
  @Transactional
  public ClaimState takeOne(long offer, long user) {
    int taken =
        jdbc.update(
            "update offer set issued = issued + 1 where id = ? and issued < total", offer);
    if (taken == 0) return ClaimState.SOLD_OUT;
    jdbc.update(INSERT, offer, user);
    return ClaimState.ISSUED;
  }

  /** Writes what was sold elsewhere; who has a row already is passed over. */
  @Transactional
  public void write(long offer, List<Long> users) {
    int written = insert(offer, users);
    jdbc.update("update offer set issued = issued + ? where id = ?", written, offer);
  }

  /** Sells to these people as long as units are left; returns how many of the first were served. */
  @Transactional
  public int sell(long offer, List<Long> users) {
    Long left =
        jdbc.queryForObject("select total - issued from offer where id = ? for update", Long.class, offer);
    int served = (int) Math.clamp(left == null ? 0 : left, 0, users.size());
    if (served == 0) return 0;
    int written = insert(offer, users.subList(0, served));
    jdbc.update("update offer set issued = issued + ? where id = ?", written, offer);
    return served;
  }

  /** One statement: a rewritten batch would not say how many rows it wrote. */
  private int insert(long offer, List<Long> users) {
    Long[] ids = users.toArray(Long[]::new);
    return jdbc.update(
        connection -> {
          var insert =
              connection.prepareStatement(
                  "insert into claim (id, offer_id, user_id)"
                      + " select nextval('claim_seq'), ?, u from unnest(?) u"
                      + " on conflict do nothing");
          insert.setLong(1, offer);
          insert.setArray(2, connection.createArrayOf("bigint", ids));
          return insert;
        });
  }
}
