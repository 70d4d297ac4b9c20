package io.tidegate.bench.scale;

import io.tidegate.bench.scale.SaleRecords.Told;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A sale's durable claims beside what its users were told.
 *
 * @param units of the offer
 * @param yes users who were told that it is theirs
 * @param rows durable claims
 * @param yesAbsent told yes, and no row
 * @param unansweredPresent a row, and the user never got an answer: a retry must find it
 * @param refusedPresent a row, and the user was told no
 * @param leftWaiting told to ask again, and never told more, and no row
 * @param oversold people with a yes or a row, beyond the units
 * @param doubled rows beyond the first of a user
 * @param strangers rows of users who never asked
 * @param unsold units without a row although somebody was told no
 */
record SaleAudit(
    long units,
    int yes,
    int rows,
    int yesAbsent,
    int unansweredPresent,
    int refusedPresent,
    int leftWaiting,
    long oversold,
    int doubled,
    int strangers,
    long unsold) {

  /**
   * Compares.
   *
   * @param rows the user's id of each durable claim, once a claim
   */
  static SaleAudit of(long units, List<Long> rows, SaleRecords records) {
    Set<Integer> holders = new HashSet<>();
    int doubled = 0;
    int strangers = 0;
    int unansweredPresent = 0;
    int refusedPresent = 0;
    for (long id : rows) {
      int user = records.userOf(id);
      if (user < 0 || records.told(user) == Told.UNSENT) {
        strangers++;
      } else if (!holders.add(user)) {
        doubled++;
      } else {
        switch (records.told(user)) {
          case NO -> refusedPresent++;
          case NOTHING, WAIT -> unansweredPresent++;
          case YES, UNSENT -> {}
        }
      }
    }
    int yesAbsent = 0;
    int leftWaiting = 0;
    for (int user = 0; user < records.users(); user++) {
      if (holders.contains(user)) continue;
      if (records.told(user) == Told.YES) yesAbsent++;
      if (records.told(user) == Told.WAIT) leftWaiting++;
    }
    long people = holders.size() + (long) strangers + yesAbsent;
    boolean refused = records.count(Told.NO) > 0;
    return new SaleAudit(
        units,
        records.count(Told.YES),
        rows.size(),
        yesAbsent,
        unansweredPresent,
        refusedPresent,
        leftWaiting,
        Math.max(0, people - units),
        doubled,
        strangers,
        refused ? Math.max(0, units - rows.size()) : 0);
  }

  /** Whether nobody was told what is not so, and no more than the units are gone. */
  boolean isClean() {
    return yesAbsent + refusedPresent + leftWaiting + doubled + strangers + oversold + unsold == 0;
  }
}
