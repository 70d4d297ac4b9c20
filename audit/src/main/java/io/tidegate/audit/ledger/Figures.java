package io.tidegate.audit.ledger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All counts and sums over the events.
 *
 * @param events how many there are
 * @param eventsByType how many of each type, by its name
 */
public record Figures(
    long events,
    Map<String, Long> eventsByType,
    List<SaleFigures> sales,
    List<OfferFigures> offers,
    ClaimFigures claims,
    WalletFigures wallets,
    KeyFigures keys,
    List<RoomFigures> rooms) {

  /**
   * Sums over a sale's offers; units as in {@link OfferFigures}.
   *
   * @param room the one that people have to be in, or 0
   */
  public record SaleFigures(
      long sale,
      String name,
      String state,
      long offers,
      long total,
      long available,
      long held,
      long issued,
      long claims,
      long room) {}

  /** An offer's units, and how many claims there ever were. */
  public record OfferFigures(
      long offer,
      long sale,
      String name,
      long total,
      long available,
      long held,
      long issued,
      long claims) {}

  /** Claims by where they stand; all of them, also the retired. */
  public record ClaimFigures(
      long all, long held, long issued, long lapsed, long cancelled, long refunded, long retired) {}

  /** Sums over all wallets. */
  public record WalletFigures(
      long wallets, long topUps, long payments, long refunds, long balances) {}

  /** Idempotency keys: ever used, forgotten since, in use now. */
  public record KeyFigures(long uses, long forgotten, long live) {}

  /**
   * A room: how many there were of each, then how many tickets stand where now.
   *
   * @param mostInsideAndCalled the highest there was behind a call
   * @param overtakes calls that passed over somebody
   * @param tightest of all windows of one interval, the one closest to its rule, or farthest over
   * @param endedByEpoch tickets that an epoch ended
   * @param draw null where none was planned
   */
  public record RoomFigures(
      long room,
      String name,
      long numbers,
      long calls,
      long callLapses,
      long returns,
      long entered,
      long endedPaid,
      long endedLeft,
      long endedTimedOut,
      long waiting,
      long called,
      long lapsed,
      long returned,
      long inside,
      long insideMax,
      long mostInsideAndCalled,
      long overtakes,
      WindowFigures tightest,
      long epoch,
      long endedByEpoch,
      @Nullable DrawFigures draw) {}

  /**
   * A room's draw, as far as it is public: the secret only once it is drawn.
   *
   * @param version what the commitment binds, by the document: 1 or 2
   * @param state planned, closed or drawn
   * @param firstOpensMs the hour that was published first
   * @param moves of the hour, in their order
   * @param commitment in hexadecimal as the other hashes
   * @param beacon its name, or null for none
   * @param size of the cohort, recounted; null before the close, as what follows
   * @param digest of the cohort, recomputed
   * @param changesLate how many joined or left between the hour and the close, which are one but
   *     where the service was down or its clock was set
   */
  public record DrawFigures(
      int version,
      String state,
      long gathersMs,
      long opensMs,
      long firstOpensMs,
      List<MoveFigures> moves,
      String commitment,
      @Nullable String beacon,
      @Nullable Long size,
      @Nullable String digest,
      @Nullable String secret,
      @Nullable String beaconValue,
      @Nullable Long closedMs,
      @Nullable Long drawnMs,
      long changesLate) {}

  /** From {@code atMs} on, the hour was {@code opensMs}. */
  public record MoveFigures(long atMs, long opensMs) {}

  /** Releases in the window of {@code intervalMs} that ends with {@code endMs}, and the rule. */
  public record WindowFigures(
      long endMs, long releases, long lapses, long people, long intervalMs) {}

  static Figures of(
      long events,
      Map<String, Long> eventsByType,
      SaleBook sales,
      ClaimBook claims,
      List<Wallets.Wallet> wallets,
      KeysInUse keys,
      Collection<Room> rooms) {
    return new Figures(
        events,
        eventsByType,
        sales(sales),
        sales.offers().values().stream().map(Figures::offer).toList(),
        claims(claims.all()),
        wallets(wallets),
        new KeyFigures(keys.uses(), keys.forgotten(), keys.live()),
        rooms.stream().map(Figures::room).toList());
  }

  private static List<SaleFigures> sales(SaleBook book) {
    Map<Sale, long[]> sums = new HashMap<>();
    for (Offer offer : book.offers().values()) {
      long[] sum = sums.computeIfAbsent(offer.sale, _ -> new long[6]);
      long[] more = {1, offer.total, offer.available, offer.held, offer.issued, offer.claims};
      for (int i = 0; i < sum.length; i++) sum[i] += more[i];
    }
    List<SaleFigures> all = new ArrayList<>();
    for (Sale sale : book.sales().values()) {
      long[] s = sums.getOrDefault(sale, new long[6]);
      all.add(
          new SaleFigures(
              sale.id,
              sale.name,
              sale.stateName(),
              s[0],
              s[1],
              s[2],
              s[3],
              s[4],
              s[5],
              sale.roomOnly ? sale.room : 0));
    }
    return List.copyOf(all);
  }

  private static OfferFigures offer(Offer offer) {
    return new OfferFigures(
        offer.id,
        offer.sale.id,
        offer.name,
        offer.total,
        offer.available,
        offer.held,
        offer.issued,
        offer.claims);
  }

  private static ClaimFigures claims(List<Claim> claims) {
    long[] by = new long[ClaimState.values().length];
    long retired = 0;
    for (Claim claim : claims) {
      by[claim.state.ordinal()]++;
      if (claim.retired) retired++;
    }
    return new ClaimFigures(claims.size(), by[0], by[1], by[2], by[3], by[4], retired);
  }

  private static WalletFigures wallets(List<Wallets.Wallet> wallets) {
    long topUps = 0;
    long payments = 0;
    long refunds = 0;
    for (Wallets.Wallet wallet : wallets) {
      topUps += wallet.topUps;
      payments += wallet.payments;
      refunds += wallet.refunds;
    }
    long balances = wallets.stream().mapToLong(Wallets.Wallet::balance).sum();
    return new WalletFigures(wallets.size(), topUps, payments, refunds, balances);
  }

  private static RoomFigures room(Room room) {
    Releases.Window window = room.releases.tightest();
    return new RoomFigures(
        room.id,
        room.settings().name(),
        room.issued,
        room.calls,
        room.callLapses,
        room.returns,
        room.entered,
        room.endedBy[0],
        room.endedBy[1],
        room.endedBy[2],
        room.count(TicketState.WAITING),
        room.count(TicketState.CALLED),
        room.count(TicketState.LAPSED),
        room.count(TicketState.RETURNED),
        room.count(TicketState.INSIDE),
        room.settings().insideMax(),
        room.mostInsideAndCalled,
        room.overtakes,
        new WindowFigures(
            window.endMs(),
            window.releases(),
            window.lapses(),
            window.people(),
            window.intervalMs()),
        room.epoch,
        room.endedByEpoch,
        room.draw.figures(room.settings().name()));
  }
}
