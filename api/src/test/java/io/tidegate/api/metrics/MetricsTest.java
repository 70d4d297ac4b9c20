package io.tidegate.api.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.fixture.ServiceFixture;
import io.tidegate.core.Event;
import io.tidegate.core.Limits;
import io.tidegate.core.State;
import io.tidegate.core.room.EndCause;
import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import io.tidegate.core.sale.Entry;
import io.tidegate.engine.Engine;
import io.tidegate.engine.EngineClock;
import io.tidegate.engine.EngineConfig;
import io.tidegate.engine.view.Views;
import io.tidegate.http.server.HttpConfig;
import io.tidegate.http.server.HttpServer;
import io.tidegate.http.server.Response;
import io.tidegate.http.server.Router;
import io.tidegate.http.server.ServerObserver;
import io.tidegate.http.stream.ServerEvent;
import io.tidegate.store.JournalStore;
import io.tidegate.store.journal.JournalConfig;
import io.tidegate.testkit.RawClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MetricsTest {

  /** What the text format allows, by its own description. */
  private static final Pattern SAMPLE =
      Pattern.compile(
          "[a-zA-Z_:][a-zA-Z0-9_:]*(\\{([a-zA-Z_][a-zA-Z0-9_]*=\"([^\"\\\\\n]|\\\\[\\\\n\"])*\",?)*})?"
              + " (NaN|[+-]Inf|-?[0-9.]+(E-?[0-9]+)?)");

  private static final byte[] HELLO = "{}".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path folder;

  @Test
  void requests_are_counted_by_method_route_and_status_with_their_times() throws Exception {
    try (Metrics metrics = new Metrics(folder);
        HttpServer server = serve(metrics)) {
      for (int i = 1; i <= 3; i++) assertThat(get(server, "/things/" + i)).isEqualTo(200);
      assertThat(get(server, "/things/none")).isEqualTo(400);
      assertThat(get(server, "/nothing/here")).isEqualTo(404);
      String text = body(server, "/metrics");
      String route = "method=\"GET\",route=\"/things/{thing}\"";
      assertThat(
              value(
                  text,
                  "tidegate_http_requests_total{method=\"GET\",problem=\"\",route=\"/things/{thing}\",status=\"200\"}"))
          .isEqualTo(3);
      assertThat(
              value(
                  text,
                  "tidegate_http_requests_total{method=\"GET\",problem=\"malformed\",route=\"/things/{thing}\",status=\"400\"}"))
          .isEqualTo(1);
      assertThat(
              value(
                  text,
                  "tidegate_http_requests_total{method=\"GET\",problem=\"not-found\",route=\"-\",status=\"404\"}"))
          .isEqualTo(1);
      assertThat(value(text, "tidegate_http_request_seconds_count{" + route + "}")).isEqualTo(4);
      assertThat(value(text, "tidegate_http_request_seconds_bucket{" + route + ",le=\"+Inf\"}"))
          .isEqualTo(4);
      assertThat(value(text, "tidegate_http_request_seconds_sum{" + route + "}")).isPositive();
      assertThat(value(text, "tidegate_http_reply_bytes_total{" + route + "}")).isGreaterThan(400);
      assertThat(value(text, "tidegate_http_connections")).isPositive();
    }
  }

  @Test
  void streams_and_their_events_are_counted() throws Exception {
    ServerEvent event = ServerEvent.of("status", "1", HELLO);
    Router router =
        Router.builder().get("/events", e -> e.reply(Response.events(_ -> event))).build();
    HttpConfig config =
        HttpConfig.DEFAULT.at("127.0.0.1", 0).loops(1).streams(1, Duration.ofMinutes(1));
    try (Metrics metrics = new Metrics(folder);
        HttpServer server =
            HttpServer.start(
                config, router, ServerObserver.both(metrics.server(), ServerObserver.NONE))) {
      try (RawClient stream = new RawClient(server.port())) {
        stream.events("/events").is(200);
        stream.message();
        stream.message();
        assertThat(get(server, "/events")).isEqualTo(200); // which says that there are too many
        assertThat(value(metrics.text(), "tidegate_http_streams")).isEqualTo(1);
      }
      server.stop(Duration.ofSeconds(5));
      String text = metrics.text();
      assertThat(value(text, "tidegate_http_streams")).isZero();
      assertThat(value(text, "tidegate_http_streams_opened_total")).isEqualTo(1);
      assertThat(value(text, "tidegate_http_streams_refused_total")).isEqualTo(1);
      assertThat(value(text, "tidegate_http_streams_too_slow_total")).isZero();
      assertThat(value(text, "tidegate_http_stream_events_total")).isEqualTo(1);
    }
  }

  @Test
  void every_line_is_in_the_format_that_prometheus_reads() throws Exception {
    try (Metrics metrics = new Metrics(folder);
        HttpServer server = serve(metrics)) {
      assertThat(get(server, "/things/1")).isEqualTo(200);
      List<String> samples =
          body(server, "/metrics").lines().filter(line -> !line.startsWith("#")).toList();
      assertThat(samples).hasSizeGreaterThan(50).allMatch(SAMPLE.asMatchPredicate());
      assertThat(samples).doesNotHaveDuplicates();
    }
  }

  @Test
  void heap_pauses_processor_threads_descriptors_and_disk_are_shown() {
    try (Metrics metrics = new Metrics(folder)) {
      assertThat(metrics.text())
          .contains("jvm_memory_used_bytes{area=\"heap\"")
          .contains("jvm_gc_memory_allocated_bytes_total")
          .contains("process_cpu_usage")
          .contains("jvm_threads_live_threads")
          .contains("process_files_open_files")
          .contains("process_files_max_files")
          .contains("disk_free_bytes{path=\"" + folder + "\"}");
    }
  }

  @Test
  void batches_and_forces_fall_into_the_buckets_of_their_size() {
    try (Metrics metrics = new Metrics(folder)) {
      metrics.engine().batch(1, 1, 80_000);
      metrics.engine().batch(3, 5, 50_000);
      metrics.engine().batch(100_000, 0, 20_000_000_000L);
      metrics.engine().breach("units");
      metrics.journal().appended(4_096, 90_000, 2_000_000);
      metrics.journal().appended(512, 10_000, 700_000);
      metrics.journal().segmentFailed(2, new IOException("full"));
      metrics.journal().snapshotWritten(7, 12_345, 1_500_000_000);
      String text = metrics.text();
      assertThat(value(text, "tidegate_batch_size_bucket{le=\"1.0\"}")).isEqualTo(1);
      assertThat(value(text, "tidegate_batch_size_bucket{le=\"4.0\"}")).isEqualTo(2);
      assertThat(value(text, "tidegate_batch_size_bucket{le=\"65536.0\"}")).isEqualTo(2);
      assertThat(value(text, "tidegate_batch_size_count")).isEqualTo(3);
      assertThat(value(text, "tidegate_batch_size_sum")).isEqualTo(100_004);
      assertThat(value(text, "tidegate_batch_seconds_bucket{le=\"5.0E-5\"}")).isEqualTo(1);
      assertThat(value(text, "tidegate_batch_seconds_bucket{le=\"10.0\"}")).isEqualTo(2);
      assertThat(value(text, "tidegate_engine_events_total")).isEqualTo(6);
      assertThat(value(text, "tidegate_engine_breaches_total")).isEqualTo(1);
      assertThat(value(text, "tidegate_journal_fsync_seconds_bucket{le=\"0.001\"}")).isEqualTo(1);
      assertThat(value(text, "tidegate_journal_fsync_seconds_count")).isEqualTo(2);
      assertThat(value(text, "tidegate_journal_fsync_seconds_sum")).isEqualTo(0.0027);
      assertThat(value(text, "tidegate_journal_bytes_total")).isEqualTo(4_608);
      assertThat(value(text, "tidegate_journal_segments_total{outcome=\"failed\"}")).isEqualTo(1);
      assertThat(value(text, "tidegate_journal_snapshots_total{outcome=\"written\"}")).isEqualTo(1);
      assertThat(value(text, "tidegate_journal_snapshot_bytes")).isEqualTo(12_345);
      assertThat(value(text, "tidegate_journal_snapshot_seconds")).isEqualTo(1.5);
    }
  }

  @Test
  void rooms_and_units_are_shown_as_they_stand_and_the_engine_with_them() throws Exception {
    Sale sale = new Sale().room("default").sale().offers(2, 10);
    sale.take(1, 3).join(1, 7);
    try (Metrics metrics = new Metrics(folder)) {
      Engine engine = engine(metrics, sale.views());
      metrics.watch(engine, sale.views());
      String text = metrics.text();
      String first = "{offer=\"1\",sale=\"1\",state=";
      assertThat(value(text, "tidegate_units" + first + "\"available\"}")).isEqualTo(7);
      assertThat(value(text, "tidegate_units" + first + "\"issued\"}")).isEqualTo(3);
      assertThat(value(text, "tidegate_units{offer=\"2\",sale=\"1\",state=\"available\"}"))
          .isEqualTo(10);
      assertThat(value(text, "tidegate_room_people{room=\"default\",state=\"waiting\"}"))
          .isEqualTo(1);
      assertThat(value(text, "tidegate_room_numbers_total{room=\"default\"}")).isEqualTo(1);
      assertThat(value(text, "tidegate_room_inside_max{room=\"default\"}")).isEqualTo(24_000);
      assertThat(value(text, "tidegate_sales{state=\"planned\"}")).isEqualTo(1);
      assertThat(value(text, "tidegate_inbox_depth")).isZero();
      assertThat(value(text, "tidegate_engine_ready")).isEqualTo(1);
      engine.start();
      assertThat(engine.stop(Duration.ofSeconds(20))).isTrue();
      assertThat(value(metrics.text(), "tidegate_engine_ready")).isZero();
    }
  }

  @Test
  void many_offers_are_summed_so_that_the_series_stay_bounded() throws Exception {
    Sale sale = new Sale();
    sale.sale().offers(SaleGauges.OFFERS_OF_SALE, 1);
    sale.sale().offers(SaleGauges.OFFERS_OF_SALE + 1, 1);
    for (int i = 0; i < SaleGauges.LINES; i++) sale.sale().offers(1, 5);
    try (Metrics metrics = new Metrics(folder)) {
      metrics.watch(engine(metrics, sale.views()), sale.views());
      String text = metrics.text();
      assertThat(value(text, "tidegate_units{offer=\"20\",sale=\"1\",state=\"available\"}"))
          .isEqualTo(1);
      assertThat(value(text, "tidegate_units{offer=\"all\",sale=\"2\",state=\"available\"}"))
          .isEqualTo(SaleGauges.OFFERS_OF_SALE + 1);
      long lines = text.lines().filter(line -> line.startsWith("tidegate_units{")).count();
      assertThat(lines).isEqualTo((SaleGauges.LINES + 1) * 3L);
      int apart = SaleGauges.LINES - SaleGauges.OFFERS_OF_SALE - 1;
      assertThat(value(text, "tidegate_units{offer=\"all\",sale=\"others\",state=\"available\"}"))
          .isEqualTo((SaleGauges.LINES - apart) * 5.0);
    }
  }

  @Test
  void counts_kept_elsewhere_are_shown_under_their_names() {
    try (Metrics metrics = new Metrics(folder)) {
      metrics.gauge("view_cache_bytes", "Bytes in the cache.", () -> 17);
      metrics.counter("view_cache", "Look-ups.", () -> 3, "outcome", "hit");
      metrics.counter("view_cache", "Look-ups.", () -> 4, "outcome", "miss");
      String text = metrics.text();
      assertThat(value(text, "tidegate_view_cache_bytes")).isEqualTo(17);
      assertThat(value(text, "tidegate_view_cache_total{outcome=\"hit\"}")).isEqualTo(3);
      assertThat(value(text, "tidegate_view_cache_total{outcome=\"miss\"}")).isEqualTo(4);
    }
  }

  @Test
  void a_whole_service_shows_its_documents_its_line_and_its_batches(@TempDir Path other)
      throws Exception {
    try (ServiceFixture service = new ServiceFixture(other)) {
      String room = "{\"name\":\"default\",\"people\":1,\"everySeconds\":1,\"insideMax\":1}";
      assertThat(service.make("/rooms", room, "roomId")).isEqualTo(1);
      for (int user = 1; user <= 3; user++) {
        String join = "/api/v1/user/" + user + "/queue/token/issue";
        assertThat(service.send("POST", join, "").status()).isEqualTo(200);
      }
      String concert = "{\"title\":\"a\",\"place\":\"b\"}";
      assertThat(service.make("/concerts", concert, "concertId")).isEqualTo(1);
      for (int i = 0; i < 3; i++)
        assertThat(service.send("GET", "/api/v1/concerts/query", "").status()).isEqualTo(200);
      String text = service.send("GET", "/metrics", "").text();
      assertThat(value(text, "tidegate_view_cache_documents")).isEqualTo(1);
      assertThat(value(text, "tidegate_view_cache_encodings_total")).isEqualTo(1);
      String reads = "tidegate_view_cache_reads_total{outcome=";
      assertThat(value(text, reads + "\"hit\"}")).isEqualTo(2);
      assertThat(value(text, reads + "\"miss\"}")).isEqualTo(1);
      assertThat(value(text, "tidegate_view_cache_bytes")).isGreaterThan(50);
      String people = "tidegate_room_people{room=\"default\",state=";
      assertThat(value(text, people + "\"called\"}")).isEqualTo(1);
      assertThat(value(text, people + "\"waiting\"}")).isEqualTo(2);
      assertThat(value(text, "tidegate_room_released_total{room=\"default\"}")).isEqualTo(1);
      assertThat(value(text, "tidegate_tickets_total{event=\"joined\"}")).isEqualTo(3);
      assertThat(value(text, "tidegate_tickets_total{event=\"called\"}")).isEqualTo(1);
      assertThat(value(text, "tidegate_batch_size_sum")).isEqualTo(5);
      assertThat(value(text, "tidegate_journal_records_total")).isBetween(2.0, 6.0);
      assertThat(value(text, "tidegate_journal_fsync_seconds_sum")).isPositive();
    }
  }

  @Test
  void what_happens_to_claims_and_tickets_is_counted() {
    try (Metrics metrics = new Metrics(folder)) {
      long[] none = {};
      List.of(
              new Event.Claimed(1, 1, 7, 1, 0, 0, none, null),
              new Event.Claimed(2, 1, 7, 1, 0, 9_000, none, null),
              new Event.Claimed(3, 1, 7, 1, 0, 9_000, none, null),
              new Event.Paid(2, 7, 0, null),
              new Event.Lapsed(3),
              new Event.Cancelled(2, 7, 0),
              new Event.Called(1, 7, 1, 9_000),
              new Event.Ended(1, 7, 1, EndCause.TIMED_OUT),
              new Event.ToppedUp(7, 5, null))
          .forEach(metrics.engine()::event);
      String text = metrics.text();
      assertThat(value(text, "tidegate_claims_total{event=\"issued\"}")).isEqualTo(1);
      assertThat(value(text, "tidegate_claims_total{event=\"held\"}")).isEqualTo(2);
      assertThat(value(text, "tidegate_claims_total{event=\"paid\"}")).isEqualTo(1);
      assertThat(value(text, "tidegate_claims_total{event=\"lapsed\"}")).isEqualTo(1);
      assertThat(value(text, "tidegate_claims_total{event=\"cancelled\"}")).isEqualTo(1);
      assertThat(value(text, "tidegate_tickets_total{event=\"called\"}")).isEqualTo(1);
      assertThat(value(text, "tidegate_tickets_total{event=\"timed-out\"}")).isEqualTo(1);
      assertThat(value(text, "tidegate_tickets_total{event=\"joined\"}")).isZero();
    }
  }

  @Test
  void scrapes_asked_for_at_once_are_all_answered() throws Exception {
    try (Metrics metrics = new Metrics(folder);
        HttpServer server = serve(metrics)) {
      List<RawClient> clients = new ArrayList<>();
      for (int i = 0; i < 20; i++) clients.add(new RawClient(server.port()).get("/metrics"));
      for (RawClient client : clients) {
        assertThat(client.reply().text()).contains("tidegate_http_connections ");
        client.close();
      }
    }
  }

  private Engine engine(Metrics metrics, Views views) throws Exception {
    JournalConfig small =
        new JournalConfig(4 << 20, 1 << 20, Duration.ofSeconds(1), Duration.ofSeconds(1));
    JournalStore store =
        JournalStore.open(folder.resolve("journal"), small, metrics.journal(), 1, 1 << 20);
    return new Engine(
        EngineConfig.DEFAULT, store, Limits.DEFAULT, views, EngineClock.SYSTEM, metrics.engine());
  }

  private static HttpServer serve(Metrics metrics) throws Exception {
    Router.Builder routes =
        Router.builder()
            .get("/things/{thing}", exchange -> exchange.reply(Response.json(200, HELLO)));
    metrics.operations().forEach(each -> routes.get(each.path(), each));
    Router router = routes.build();
    return HttpServer.start(
        HttpConfig.DEFAULT.at("127.0.0.1", 0).loops(2), router, metrics.server());
  }

  private static int get(HttpServer server, String path) throws Exception {
    try (RawClient client = new RawClient(server.port())) {
      return client.get(path).reply().status();
    }
  }

  private static String body(HttpServer server, String path) throws Exception {
    try (RawClient client = new RawClient(server.port())) {
      return client.get(path).reply().text();
    }
  }

  /** The value of a sample, which must be there once. */
  private static double value(String text, String sample) {
    List<String> lines = text.lines().filter(line -> line.startsWith(sample + " ")).toList();
    assertThat(lines).as(sample + " in\n" + text).hasSize(1);
    return Double.parseDouble(lines.getFirst().substring(sample.length() + 1));
  }

  /** A state filled by events, and the views of it. */
  private static final class Sale {
    private final State state = new State(1);
    private long sales;
    private long offers;

    Sale room(String name) {
      RoomSettings settings =
          new RoomSettings(name, RoomState.OPEN, 1_000, 10_000, 24_000, 120_000, 600_000);
      return apply(new Event.RoomCreated(1, 1, settings));
    }

    Sale sale() {
      sales++;
      return apply(new Event.SaleCreated(sales, "s", 1_000, Long.MAX_VALUE, Entry.OPEN, 0));
    }

    Sale offers(int n, long total) {
      for (int i = 0; i < n; i++)
        apply(new Event.OfferCreated(++offers, sales, "o", total, 0, total, total, 0));
      return this;
    }

    Sale take(long offer, long quantity) {
      return apply(new Event.Claimed(1, offer, 5, quantity, 0, 0, new long[0], null));
    }

    Sale join(long room, long user) {
      return apply(new Event.Joined(room, user, 1));
    }

    Views views() {
      Views views = new Views();
      views.rebuild(state, 1, 1_000);
      return views;
    }

    private Sale apply(Event event) {
      state.apply(event, 500);
      return this;
    }
  }
}
