package io.tidegate.api;

import static io.tidegate.testkit.ServiceUnderTest.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.fixture.ServiceFixture;
import io.tidegate.testkit.Reply;
import io.tidegate.testkit.ServiceUnderTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shared documents over HTTP: tags, conditional requests, HEAD, compression. */
class DocumentsTest {

  private ServiceFixture service;
  private long sale;
  private long concert;
  private String[] mine;

  @BeforeEach
  void open(@TempDir Path folder) throws Exception {
    service = new ServiceFixture(folder);
    service.coupon(service.openSale(), 100);
    sale = service.roomSale(service.room("default", 100, 100));
    concert = service.concert("The Lockkeepers");
    service.schedule(concert, sale, 3);
    mine = with(service.ticket(7, "default"));
  }

  @AfterEach
  void close() throws Exception {
    service.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/concerts/query",
        "/concert/1/date",
        "/concert/1/seat",
        "/offers/1",
        "/rooms/default/status"
      })
  void who_has_the_document_gets_it_no_second_time(String path) {
    Reply first = service.get(path, mine).is(200);
    String tag = first.header("ETag");
    assertThat(tag).startsWith("\"").endsWith("\"");
    for (String known : new String[] {tag, "W/" + tag, "\"x\", " + tag + ",\"y\"", "*"}) {
      Reply again = get(path, "If-None-Match", known).is(304);
      assertThat(again.bytes()).isEmpty();
      assertThat(again.header("ETag")).isEqualTo(tag);
      assertThat(again.header("Cache-Control")).isEqualTo(first.header("Cache-Control"));
    }
    for (String other : new String[] {"\"x\"", tag.substring(1), "\"\"", "x"})
      assertThat(get(path, "If-None-Match", other).is(200).bytes()).isEqualTo(first.bytes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/concerts/query", "/concert/1/date", "/concert/1/seat", "/offers/1"})
  void head_is_answered_as_get_without_the_body(String path) {
    Reply get = service.get(path, mine).is(200);
    Reply head = service.send("HEAD", ServiceUnderTest.API + path, "", mine).is(200);
    assertThat(head.bytes()).isEmpty();
    assertThat(head.header("ETag")).isEqualTo(get.header("ETag"));
    assertThat(head.header("Content-Length")).isEqualTo(String.valueOf(get.bytes().length));
  }

  @Test
  void a_document_that_changed_has_another_tag_at_once() {
    String offer = service.get("/offers/1").header("ETag");
    service.post("/coupon/issue", mine).is(201);
    assertThat(service.get("/offers/1", "If-None-Match", offer).is(200).number("issued"))
        .isEqualTo(1);

    String dates = service.get("/concert/1/date", mine).header("ETag");
    String seats = service.get("/concert/1/seat", mine).header("ETag");
    service.post("/concerts/1/seats/1/reserve", mine).is(200);
    assertThat(get("/concert/1/date", "If-None-Match", dates).is(200).array().getFirst())
        .containsEntry("seatsLeft", 29L);
    assertThat(get("/concert/1/seat", "If-None-Match", seats).is(200).array().getFirst())
        .containsEntry("seatStatus", "RESERVED");

    String list = service.get("/concerts/query").header("ETag");
    service.concert("Another");
    assertThat(service.get("/concerts/query", "If-None-Match", list).is(200).array()).hasSize(2);
  }

  @Test
  void a_new_date_changes_the_dates_though_no_seat_of_another_was_touched() {
    String dates = service.get("/concert/1/date", mine).header("ETag");
    service.schedule(concert, sale, 1);
    assertThat(get("/concert/1/date", "If-None-Match", dates).is(200).array()).hasSize(2);
  }

  @Test
  void a_large_document_is_compressed_for_who_can_read_it() throws IOException {
    Reply plain = service.get("/concert/1/seat", mine).is(200);
    Reply small = get("/concert/1/seat", "Accept-Encoding", "br;q=0.5, gzip").is(200);
    assertThat(small.header("Content-Encoding")).isEqualTo("gzip");
    assertThat(small.bytes().length).isLessThan(plain.bytes().length / 4);
    assertThat(new GZIPInputStream(new ByteArrayInputStream(small.bytes())).readAllBytes())
        .isEqualTo(plain.bytes());
    assertThat(small.header("ETag")).isNotEqualTo(plain.header("ETag"));
    assertThat(plain.header("Vary")).isEqualTo("Accept-Encoding");
    assertThat(small.header("Vary")).isEqualTo("Accept-Encoding");
    String[] known = {
      mine[0], mine[1], "Accept-Encoding", "gzip", "If-None-Match", small.header("ETag")
    };
    assertThat(service.get("/concert/1/seat", known).is(304).header("ETag"))
        .isEqualTo(small.header("ETag"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gzip;q=0",
        "gzip; q=0.000",
        "deflate",
        "gzipped",
        "identity",
        "*;q=0, xgzip",
        "identity;q=1, gzip;q=0.999",
        "gzip;level=9"
      })
  void a_large_document_is_sent_whole_to_who_cannot(String accepted) {
    assertThat(
            get("/concert/1/seat", "Accept-Encoding", accepted).is(200).header("Content-Encoding"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gzip",
        "GZIP",
        "deflate,gzip",
        "gzip ;q=0.1",
        "gzip;q=1.0",
        "x-gzip",
        "identity;q=0.5,\tgzip;Q=0.6",
        "*, br;q=0, zstd;q=0, identity;q=0.1"
      })
  void gzip_is_understood_however_it_is_spelled(String accepted) {
    assertThat(
            get("/concert/1/seat", "Accept-Encoding", accepted).is(200).header("Content-Encoding"))
        .isEqualTo("gzip");
  }

  @Test
  void a_small_document_is_sent_as_it_is() {
    Reply reply = service.get("/offers/1", "Accept-Encoding", "gzip").is(200);
    assertThat(reply.header("Content-Encoding")).isEmpty();
    assertThat(reply.header("Vary")).isEmpty();
  }

  @Test
  void what_is_behind_a_room_is_for_no_shared_cache() {
    assertThat(service.get("/concert/1/date", mine).header("Cache-Control"))
        .isEqualTo("private, no-cache");
    assertThat(service.get("/concert/1/seat", mine).header("Cache-Control"))
        .isEqualTo("private, no-cache");
    assertThat(service.get("/concerts/query").header("Cache-Control")).isEqualTo("no-cache");
    assertThat(service.get("/rooms/1/status").header("Cache-Control"))
        .isEqualTo("public, max-age=1");
  }

  private Reply get(String path, String name, String value) {
    return service.get(path, mine[0], mine[1], name, value);
  }
}
