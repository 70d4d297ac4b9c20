package io.tidegate.audit.pack;

import io.tidegate.audit.ledger.Breach;
import io.tidegate.audit.ledger.Figures;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one sale, {@code report.json}.
 *
 * @param sound whether every rule held, as far as the journal reaches
 * @param breaches the first breaches
 * @param journal how far the journal was read
 * @param room the room before the sale; null if everybody may claim
 */
public record PackReport(
    boolean sound,
    long breachCount,
    List<Breach> breaches,
    JournalEnd journal,
    Figures.SaleFigures sale,
    List<Figures.OfferFigures> offers,
    List<Outcome> claims,
    @Nullable RoomReport room) {

  /**
   * The chain value stands for every record up to this one.
   *
   * @param reach what nothing vouches for; null if a clean stop vouches for all
   */
  public record JournalEnd(long lastSequence, long lastMs, String chain, @Nullable String reach) {}

  /** Claims that ended up so, and their units. */
  public record Outcome(String outcome, long claims, long units) {}

  /**
   * The room.
   *
   * @param overtakes a row for each cause
   * @param drawFits whether what a draw published fits; null where none is done
   * @param uniformity null too where too few were drawn
   */
  public record RoomReport(
      Figures.RoomFigures figures,
      List<Overtake> overtakes,
      @Nullable Boolean drawFits,
      @Nullable Uniformity uniformity) {}
}
