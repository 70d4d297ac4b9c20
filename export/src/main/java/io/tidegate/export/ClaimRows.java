package io.tidegate.export;

import io.tidegate.core.Event.Cancelled;
import io.tidegate.core.Event.Claimed;
import io.tidegate.core.Event.ClaimsRetired;
import io.tidegate.core.Event.Lapsed;
import io.tidegate.core.Event.Paid;
import io.tidegate.core.Event.Refunded;
import io.tidegate.core.Event.SaleResumed;
import io.tidegate.core.Event.ToppedUp;
import io.tidegate.core.Leader;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The rows of claims, wallets and entries. */
final class ClaimRows {

  private final UpdateStatement claimed;
  private final UpdateStatement seat;
  private final UpdateStatement paid;
  private final UpdateStatement lapsed;
  private final UpdateStatement cancelled;
  private final UpdateStatement refunded;
  private final UpdateStatement heldAgain;
  private final UpdateStatement retired;
  private final UpdateStatement prolonged;
  private final UpdateStatement wallet;
  private final UpdateStatement entry;

  ClaimRows(Database database) throws SQLException {
    claimed =
        database.write(
            """
            INSERT INTO claims (id, offer_id, user_id, quantity, amount, state, created_at, held_until, refund)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)\
            """);
    seat = database.write("INSERT INTO claim_seats (claim_id, seat_id) VALUES (?, ?)");
    paid = database.write("UPDATE claims SET state = 'issued', paid_at = ? WHERE id = ?");
    lapsed = database.write("UPDATE claims SET state = 'lapsed', lapsed_at = ? WHERE id = ?");
    cancelled =
        database.write(
            "UPDATE claims SET state = 'cancelled', cancelled_at = ?, refund = ? WHERE id = ?");
    refunded =
        database.write(
            """
            UPDATE claims SET state = 'refunded', refunded_at = ?, refund = ?, refund_reason = ? WHERE id = ?\
            """);
    heldAgain =
        database.write(
            """
            UPDATE claims SET held_until = held_until + ?1 - (SELECT switched_at FROM sales WHERE id = ?2)
            WHERE state = 'held' AND offer_id IN (SELECT id FROM offers WHERE sale_id = ?2)
              AND held_until > (SELECT switched_at FROM sales WHERE id = ?2)\
            """);
    retired = database.write("UPDATE claims SET retired_at = ? WHERE id = ?");
    prolonged =
        database.write(
            """
            UPDATE claims SET held_until = held_until + ? WHERE state = 'held' AND held_until > ?
              AND offer_id NOT IN (SELECT o.id FROM offers AS o JOIN sales AS s ON s.id = o.sale_id WHERE s.state = 'stopped')\
            """);
    wallet =
        database.write(
            """
            INSERT INTO wallets (user_id, balance) VALUES (?, ?)
            ON CONFLICT (user_id) DO UPDATE SET balance = balance + excluded.balance\
            """);
    entry =
        database.write(
            """
            INSERT INTO entries (user_id, at, kind, amount, claim_id, balance)
            VALUES (?1, ?2, ?3, ?4, ?5, (SELECT balance FROM wallets WHERE user_id = ?1))\
            """);
  }

  void claimed(Claimed e, long timeMs) throws SQLException {
    Long until = SqlValues.orNone(e.untilMs());
    String state = until == null ? "issued" : "held";
    claimed.run(e.claim(), e.offer(), e.user(), e.quantity(), e.amount(), state, timeMs, until);
    for (long each : e.seats()) seat.run(e.claim(), each);
  }

  void paid(Paid e, long timeMs) throws SQLException {
    paid.run(timeMs, e.claim());
    enter(e.user(), timeMs, "payment", -e.amount(), e.claim());
  }

  void lapsed(Lapsed e, long timeMs) throws SQLException {
    lapsed.run(timeMs, e.claim());
  }

  void cancelled(Cancelled e, long timeMs) throws SQLException {
    cancelled.run(timeMs, e.refund(), e.claim());
    if (e.refund() > 0) enter(e.user(), timeMs, "refund", e.refund(), e.claim());
  }

  void refunded(Refunded e, long timeMs) throws SQLException {
    refunded.run(timeMs, e.amount(), e.reason(), e.claim());
    enter(e.user(), timeMs, "refund", e.amount(), e.claim());
  }

  /** Holds of a stopped sale keep the time they had left when it stopped. */
  void holdAgain(SaleResumed e, long timeMs) throws SQLException {
    heldAgain.run(timeMs, e.sale());
  }

  void toppedUp(ToppedUp e, long timeMs) throws SQLException {
    enter(e.user(), timeMs, "top-up", e.amount(), null);
  }

  void retired(ClaimsRetired e, long timeMs) throws SQLException {
    for (long claim : e.claims()) retired.run(timeMs, claim);
  }

  /** Holds that were alive when an outage began last longer; not yet where a sale is stopped. */
  void prolong(Leader leader) throws SQLException {
    prolonged.run(leader.outageMs(), leader.outageFromMs());
  }

  private void enter(long user, long timeMs, String kind, long amount, @Nullable Long claim)
      throws SQLException {
    wallet.run(user, amount);
    entry.run(user, timeMs, kind, amount, claim);
  }
}
