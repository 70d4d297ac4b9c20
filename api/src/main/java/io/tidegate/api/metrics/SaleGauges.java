package io.tidegate.api.metrics;

import io.tidegate.api.reply.States;
import io.tidegate.core.sale.SaleState;
import io.tidegate.engine.view.OfferView;
import io.tidegate.engine.view.RoomView;
import io.tidegate.engine.view.SaleView;
import io.tidegate.engine.view.Views;
import io.tidegate.http.metrics.MetricFamilies;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How rooms and offers stand, read from the views at each scrape.
 *
 * <p>The number of series is bounded whatever the sale: each offer has its own in a sale of at most
 * {@value #OFFERS_OF_SALE}, a larger one is one sum with {@code offer="all"}, and when {@value
 * #LINES} such lines are given, all further sales are one sum with {@code sale="others"}. Rooms
 * beyond {@value #ROOMS} are left out.
 */
final class SaleGauges {

  static final int OFFERS_OF_SALE = 20;
  static final int LINES = 200;
  static final int ROOMS = 100;

  private static final String ALL = "all";

  private final Views views;

  SaleGauges(Views views) {
    this.views = views;
  }

  void collect(MetricFamilies families) {
    views.rooms().stream()
        .sorted(Comparator.comparingLong(RoomView::room))
        .limit(ROOMS)
        .forEach(room -> room(families, room));
    sales(families);
    units(families);
  }

  private static void room(MetricFamilies families, RoomView room) {
    String name = room.settings().name();
    String help = "People in the room, by where they stand.";
    families.gauge("room_people", help, room.waiting(), "room", name, "state", "waiting");
    families.gauge("room_people", help, room.called(), "room", name, "state", "called");
    families.gauge("room_people", help, room.inside(), "room", name, "state", "inside");
    families.gauge(
        "room_inside_max",
        "People inside or called at most.",
        room.settings().insideMax(),
        "room",
        name);
    families.counter(
        "room_numbers", "Numbers given out in the room.", room.lastNumber(), "room", name);
    families.counter(
        "room_released",
        "The highest number called; what it grows by is released, but for places that came back.",
        room.calledUpTo(),
        "room",
        name);
  }

  private void sales(MetricFamilies families) {
    Map<SaleState, Integer> byState = new EnumMap<>(SaleState.class);
    for (SaleState state : SaleState.values()) byState.put(state, 0);
    for (SaleView sale : views.sales()) byState.merge(sale.state(), 1, Integer::sum);
    byState.forEach(
        (state, n) -> families.gauge("sales", "Sales by state.", n, "state", States.word(state)));
  }

  private void units(MetricFamilies families) {
    Map<Long, Units> bySale = new TreeMap<>();
    for (OfferView offer : views.offers())
      bySale.computeIfAbsent(offer.sale(), _ -> new Units()).add(offer);
    int lines = 0;
    Units others = new Units();
    for (Map.Entry<Long, Units> sale : bySale.entrySet()) {
      Units units = sale.getValue();
      int wanted = units.apart() ? units.offers.size() : 1;
      if (lines + wanted > LINES) {
        others.add(units);
        continue;
      }
      lines += wanted;
      units.collect(families, Long.toString(sale.getKey()));
    }
    if (others.total() > 0) others.sum(families, "others");
  }

  /** The units of one sale, and its offers while they are few. */
  private static final class Units {
    private final List<OfferView> offers = new ArrayList<>();
    private long available;
    private long held;
    private long issued;

    void add(OfferView offer) {
      available += offer.available();
      held += offer.held();
      issued += offer.issued();
      if (offers.size() <= OFFERS_OF_SALE) offers.add(offer);
    }

    void add(Units other) {
      available += other.available;
      held += other.held;
      issued += other.issued;
    }

    boolean apart() {
      return offers.size() <= OFFERS_OF_SALE;
    }

    long total() {
      return available + held + issued;
    }

    void collect(MetricFamilies families, String sale) {
      if (!apart()) {
        sum(families, sale);
        return;
      }
      offers.sort(Comparator.comparingLong(OfferView::offer));
      for (OfferView o : offers) {
        String id = Long.toString(o.offer());
        lines(families, sale, id, o.available(), o.held(), o.issued());
      }
    }

    void sum(MetricFamilies families, String sale) {
      lines(families, sale, ALL, available, held, issued);
    }

    private static void lines(
        MetricFamilies families,
        String sale,
        String offer,
        long available,
        long held,
        long issued) {
      line(families, sale, offer, "available", available);
      line(families, sale, offer, "held", held);
      line(families, sale, offer, "issued", issued);
    }

    private static void line(
        MetricFamilies families, String sale, String offer, String state, long units) {
      String help = "Units of an offer by state; of all offers of a sale that has many.";
      families.gauge("units", help, units, "sale", sale, "offer", offer, "state", state);
    }
  }
}
