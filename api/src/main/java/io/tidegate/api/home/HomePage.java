package io.tidegate.api.home;

import io.tidegate.api.page.ServicePage;
import io.tidegate.api.reply.States;
import io.tidegate.core.draw.Draw;
import io.tidegate.core.room.RoomState;
import io.tidegate.core.sale.Entry;
import io.tidegate.core.sale.SaleState;
import io.tidegate.engine.CommandPort;
import io.tidegate.engine.view.OfferView;
import io.tidegate.engine.view.RoomView;
import io.tidegate.engine.view.SaleView;
import io.tidegate.engine.view.Views;
import io.tidegate.http.page.Html;
import io.tidegate.http.page.HtmlPage;
import io.tidegate.http.server.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Makes the page in one language. What it shows of rooms and offers is live: a script of its own
 * asks their public documents again and puts the figures in; without script the page comes anew by
 * itself.
 */
final class HomePage {

  /** More than these are counted, not shown. */
  private static final int SHOWN = 20;

  private static final int OFFERS_SHOWN = 4;

  /** With more offers than this they are not gone through: it runs on an event loop. */
  private static final int OFFERS_COUNTED = 5_000;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final String WITHOUT_SCRIPT =
      "<noscript><meta http-equiv=\"refresh\" content=\"10\"></noscript>\n";

  private static final String SCRIPT =
      """
      "use strict";
      const language = document.documentElement.lang;
      const number = new Intl.NumberFormat(language);
      const time = new Intl.DateTimeFormat(language, { year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "short" });
      for (const each of document.querySelectorAll("time")) each.textContent = time.format(new Date(each.dateTime));
      const parts = [...document.querySelectorAll("[data-from]")].slice(0, 24);
      function put(part, facts) {
        // Words follow the state, so the page comes anew when that changes.
        if (part.dataset.state !== facts.state && performance.now() > 5000) location.reload();
        for (const each of part.querySelectorAll("[data-fact]")) {
          const value = facts[each.dataset.fact];
          if (typeof value !== "number") continue;
          if (each.tagName === "PROGRESS") each.value = value;
          else each.textContent = number.format(value);
        }
      }
      async function look() {
        if (document.visibilityState === "visible") {
          for (const part of parts) {
            try {
              const reply = await fetch(part.dataset.from);
              if (reply.ok) put(part, await reply.json());
            } catch (gone) {
              // Asked again in a moment.
            }
          }
        }
        setTimeout(look, 2000);
      }
      setTimeout(look, 1000);
      """;

  private final HomeMessages messages;
  private final String version;
  private final long startedMs;
  private final CommandPort engine;
  private final Views views;

  HomePage(HomeMessages messages, String version, long startedMs, CommandPort engine, Views views) {
    this.messages = messages;
    this.version = version;
    this.startedMs = startedMs;
    this.engine = engine;
    this.views = views;
  }

  Response reply(long nowMs) {
    HtmlPage page = ServicePage.begin(messages.language(), "Tidegate", "/", WITHOUT_SCRIPT);
    head(page, nowMs);
    page.html("<main>\n");
    sales(page);
    rooms(page);
    places(page);
    return page.html("</main>\n").replyWithScript(SCRIPT);
  }

  private void head(HtmlPage page, long nowMs) {
    page.html("<header>\n<div class=\"lead\"><h1>Tidegate</h1>");
    if (engine.ready()) badge(page, "good", messages.ready());
    else badge(page, "bad", engine.diskFull() ? messages.diskFull() : messages.notReady());
    page.html("</div>\n<p>").text(messages.tagline()).html("</p>\n<p class=\"soft\">");
    page.text(messages.version().formatted(version)).html(" · ");
    page.html(Html.escape(messages.since()).formatted(at(startedMs), Html.escape(uptime(nowMs))));
    page.html("</p>\n</header>\n");
  }

  private String uptime(long nowMs) {
    Duration up = Duration.ofMillis(Math.max(0, nowMs - startedMs));
    if (up.toDays() > 0) return messages.days().formatted(up.toDays(), up.toHoursPart());
    if (up.toHours() > 0) return messages.hours().formatted(up.toHours(), up.toMinutesPart());
    return messages.minutes().formatted(up.toMinutes());
  }

  private void sales(HtmlPage page) {
    List<SaleView> sales = new ArrayList<>(views.sales());
    sales.sort(
        Comparator.comparingInt((SaleView sale) -> rank(sale.state()))
            .thenComparing(Comparator.comparingLong(SaleView::sale).reversed()));
    page.html("<section>\n<h2>").text(messages.sales()).html("</h2>\n");
    if (sales.isEmpty()) page.html("<p>").text(messages.noSales()).html("</p>\n");
    Map<Long, List<OfferView>> offers = offersBySale();
    page.html("<div class=\"cards\">\n");
    for (SaleView sale : sales.subList(0, Math.min(SHOWN, sales.size())))
      sale(page, sale, offers.getOrDefault(sale.sale(), List.of()));
    page.html("</div>\n");
    more(page, sales.size());
    page.html("</section>\n");
  }

  private static int rank(SaleState state) {
    return switch (state) {
      case OPEN -> 0;
      case PAUSED, STOPPED -> 1;
      case PLANNED -> 2;
      case CLOSED -> 3;
    };
  }

  private Map<Long, List<OfferView>> offersBySale() {
    Map<Long, List<OfferView>> offers = new HashMap<>();
    if (views.offers().size() > OFFERS_COUNTED) return offers;
    for (OfferView offer : views.offers())
      offers.computeIfAbsent(offer.sale(), _ -> new ArrayList<>()).add(offer);
    offers.values().forEach(each -> each.sort(Comparator.comparingLong(OfferView::offer)));
    return offers;
  }

  private void sale(HtmlPage page, SaleView sale, List<OfferView> offers) {
    page.html("<article class=\"card\">\n<header><h3><bdi>").text(sale.name());
    page.html("</bdi></h3>");
    badge(page, colour(sale.state()), messages.of(sale.state()));
    page.html("</header>\n<p class=\"soft\">");
    if (sale.entry() == Entry.OPEN) page.text(messages.openToAll());
    else page.html(Html.escape(messages.throughRoom()).formatted(link(sale.room())));
    String hours = hours(sale);
    page.html(hours.isEmpty() ? "" : " · ").html(hours).html("</p>\n");
    List<OfferView> units = offers.stream().filter(offer -> offer.schedule() == 0).toList();
    for (OfferView offer : units.subList(0, Math.min(OFFERS_SHOWN, units.size())))
      offer(page, sale, offer);
    if (units.size() > OFFERS_SHOWN) {
      page.html("<p class=\"soft\">");
      page.text(messages.more().formatted(units.size() - OFFERS_SHOWN)).html("</p>\n");
    }
    if (units.size() < offers.size()) seats(page, offers);
    page.html("</article>\n");
  }

  private String link(long room) {
    RoomView view = views.room(room);
    if (view == null) return String.valueOf(room);
    return "<a href=\"#room-"
        + room
        + "\"><bdi>"
        + Html.escape(view.settings().name())
        + "</bdi></a>";
  }

  private String hours(SaleView sale) {
    if (sale.state() == SaleState.CLOSED)
      return sale.closesAtMs() == Long.MAX_VALUE
          ? ""
          : filled(messages.closed(), sale.closesAtMs());
    boolean planned = sale.state() == SaleState.PLANNED;
    String opens = filled(planned ? messages.opens() : messages.openSince(), sale.opensAtMs());
    if (sale.closesAtMs() == Long.MAX_VALUE) return opens;
    return opens + ", " + filled(messages.closes(), sale.closesAtMs());
  }

  private static String filled(String phrase, long ms) {
    return Html.escape(phrase).formatted(at(ms));
  }

  private static String at(long ms) {
    Instant instant = Instant.ofEpochMilli(ms);
    return "<time datetime=\"" + instant + "\">" + TIME.format(instant) + "</time>";
  }

  private void offer(HtmlPage page, SaleView sale, OfferView offer) {
    page.html("<div class=\"units\" data-from=\"/api/v1/offers/" + offer.offer());
    page.html("\" data-state=\"").html(States.word(sale.state())).html("\"><p><bdi>");
    page.text(offer.name()).html("</bdi>");
    count(page, "available", offer.available(), offer.total(), "total");
    page.html("</p>");
    bar(page, offer.name(), "available", offer.available(), offer.total());
    page.html("</div>\n");
  }

  private void seats(HtmlPage page, List<OfferView> offers) {
    long total = 0;
    long available = 0;
    for (OfferView offer : offers) {
      if (offer.schedule() == 0) continue;
      total += offer.total();
      available += offer.available();
    }
    page.html("<div class=\"units\"><p><span>").text(messages.seats()).html("</span>");
    count(page, "", available, total, "");
    page.html("</p>");
    bar(page, messages.seats(), "", available, total);
    page.html("</div>\n");
  }

  /** So many of so many; each is live if the document it is in has a name for it. */
  private void count(HtmlPage page, String fact, long value, long most, String mostFact) {
    page.html(" <span class=\"count\">");
    page.html(Html.escape(messages.free()).formatted(live(fact, value), live(mostFact, most)));
    page.html("</span>");
  }

  private static String live(String fact, long value) {
    String number = String.format(Locale.ROOT, "%,d", value);
    return fact.isEmpty() ? number : "<span data-fact=\"" + fact + "\">" + number + "</span>";
  }

  private static void bar(HtmlPage page, String label, String fact, long value, long most) {
    page.html("<progress aria-label=\"").text(label).html("\" ");
    if (!fact.isEmpty()) page.html("data-fact=\"").html(fact).html("\" ");
    page.html("max=\"" + Math.max(1, most) + "\" value=\"" + value + "\"></progress>");
  }

  private void rooms(HtmlPage page) {
    List<RoomView> rooms = new ArrayList<>(views.rooms());
    rooms.sort(Comparator.comparingLong(RoomView::room));
    page.html("<section>\n<h2>").text(messages.rooms()).html("</h2>\n");
    if (rooms.isEmpty()) page.html("<p>").text(messages.noRooms()).html("</p>\n");
    page.html("<div class=\"cards\">\n");
    rooms.subList(0, Math.min(SHOWN, rooms.size())).forEach(room -> room(page, room));
    page.html("</div>\n");
    more(page, rooms.size());
    page.html("</section>\n");
  }

  private void room(HtmlPage page, RoomView room) {
    RoomState state = room.settings().state();
    page.html("<article class=\"card\" id=\"room-" + room.room());
    page.html("\" data-from=\"/api/v1/rooms/" + room.room() + "/status\" data-state=\"");
    page.html(States.word(state)).html("\">\n<header><h3><bdi>").text(room.settings().name());
    page.html("</bdi></h3>");
    badge(page, colour(state), messages.of(state));
    page.html("</header>\n");
    if (room.reason() != null)
      page.html("<p class=\"soft\">").text(messages.of(room.reason())).html("</p>\n");
    Draw draw = room.draw();
    if (draw != null && state != RoomState.OPEN)
      page.html("<p class=\"soft\">")
          .html(filled(messages.draws(), draw.opensAtMs()))
          .html("</p>\n");
    page.html("<dl>\n");
    pair(page, messages.waiting(), live("waiting", room.waiting()));
    pair(page, messages.called(), live("called", room.called()));
    String most = " / " + live("", room.settings().insideMax());
    pair(page, messages.inside(), live("inside", room.inside()) + "<small>" + most + "</small>");
    pair(page, messages.upTo(), live("calledUpTo", room.calledUpTo()));
    page.html("</dl>\n<p class=\"soft\">").html(rate(room)).html("</p>\n");
    if (room.units() > 0) {
      page.html("<div class=\"units\"><p><span>").text(messages.unitsFree()).html("</span>");
      count(page, "unitsAvailable", room.unitsAvailable(), room.units(), "units");
      page.html("</p>");
      bar(page, messages.unitsFree(), "unitsAvailable", room.unitsAvailable(), room.units());
      page.html("</div>\n");
    }
    page.html("</article>\n");
  }

  private String rate(RoomView room) {
    String people = String.format(Locale.ROOT, "%,d", room.people());
    long ms = room.settings().intervalMs();
    String seconds = ms % 1_000 == 0 ? "" + ms / 1_000 : "" + ms / 1_000.0;
    String phrase = room.people() == 1 ? messages.everyOne() : messages.every();
    return Html.escape(phrase.formatted(people, seconds));
  }

  private static void pair(HtmlPage page, String term, String html) {
    page.html("<div><dt>").text(term).html("</dt><dd>").html(html).html("</dd></div>\n");
  }

  private void more(HtmlPage page, int size) {
    if (size <= SHOWN) return;
    page.html("<p class=\"soft\">");
    page.text(messages.more().formatted(String.format(Locale.ROOT, "%,d", size - SHOWN)));
    page.html("</p>\n");
  }

  private void places(HtmlPage page) {
    page.html("<section>\n<h2>")
        .text(messages.places())
        .html("</h2>\n<div class=\"cards links\">\n");
    page(page, "/feed", messages.feed(), messages.feedSays());
    page(page, "/api", messages.api(), messages.apiSays());
    place(page, "/openapi.json", messages.openapi(), messages.openapiSays());
    page(page, "/problems", messages.problems(), messages.problemsSays());
    place(page, "/metrics", messages.metrics(), messages.metricsSays());
    place(page, "/readyz?verbose", messages.health(), messages.healthSays());
    page(page, messages.isKorean() ? "/docs/ko.md" : "/docs", messages.docs(), messages.docsSays());
    page.html("</div>\n</section>\n");
  }

  private void page(HtmlPage page, String path, String name, String says) {
    place(page, messages.language().link(path), name, says);
  }

  private static void place(HtmlPage page, String path, String name, String says) {
    page.html("<a class=\"card\" href=\"").text(path).html("\"><b>").text(name);
    page.html("</b><span>").text(says).html("</span></a>\n");
  }

  private static void badge(HtmlPage page, String colour, String text) {
    page.html("<span class=\"badge ").html(colour).html("\">").text(text).html("</span>");
  }

  private static String colour(SaleState state) {
    return switch (state) {
      case OPEN -> "good";
      case PLANNED, PAUSED -> "wait";
      case STOPPED -> "bad";
      case CLOSED -> "over";
    };
  }

  private static String colour(RoomState state) {
    return switch (state) {
      case OPEN -> "good";
      case IDLE, GATHERING, DRAWING, PAUSED -> "wait";
      case CLOSED -> "over";
      case QUARANTINED -> "bad";
    };
  }
}
