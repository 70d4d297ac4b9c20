package io.tidegate.lab.client.coding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.lab.client.ClientConfig;
import io.tidegate.lab.client.HttpCall;
import io.tidegate.lab.client.HttpClient;
import io.tidegate.lab.client.HttpReply;
import io.tidegate.lab.client.HttpUrl;
import io.tidegate.lab.client.Network;
import io.tidegate.lab.client.fault.Fault;
import io.tidegate.testkit.ScriptedServer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentCodingTest {

  private static final byte[] PLAIN =
      "beside the sea ".repeat(5_000).getBytes(StandardCharsets.UTF_8);
  private static final int ENOUGH = 1_000_000;

  @ParameterizedTest
  @ValueSource(
      strings = {"gzip", "deflate", "br", "zstd", "gzip, br", "br,zstd,deflate", "gzip,gzip"})
  void what_was_encoded_is_decoded(String list) throws Exception {
    byte[] encoded = ContentCoding.encoded(ContentCoding.list(list), PLAIN);
    assertThat(encoded).hasSizeLessThan(PLAIN.length / 10);
    assertThat(ContentCoding.decoded(list, encoded, ENOUGH)).isEqualTo(PLAIN);
  }

  @Test
  void a_coding_that_we_do_not_know_stays_in_a_reply_and_is_refused_in_a_request()
      throws Exception {
    assertThat(ContentCoding.decoded("x-own", PLAIN, ENOUGH)).isEqualTo(PLAIN);
    byte[] gzip = ContentCoding.encoded(List.of(ContentCoding.GZIP), PLAIN);
    assertThat(ContentCoding.decoded("gzip, x-own", gzip, ENOUGH)).isEqualTo(PLAIN);
    assertThatThrownBy(() -> ContentCoding.list("gzip, lzma"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "unknown compression algorithm lzma, supported algorithms are [gzip deflate zstd br]");
  }

  @ParameterizedTest
  @EnumSource
  void what_is_damaged_is_told(ContentCoding coding) {
    byte[] encoded = ContentCoding.encoded(List.of(coding), PLAIN);
    byte[] cut = Arrays.copyOf(encoded, encoded.length / 2);
    for (byte[] bad : new byte[][] {cut, "not at all".getBytes(StandardCharsets.UTF_8)})
      assertThatThrownBy(() -> ContentCoding.decoded(coding.id(), bad, ENOUGH))
          .isInstanceOfSatisfying(
              Fault.class, fault -> assertThat(fault.code()).isEqualTo(Fault.DECOMPRESSION))
          .hasMessageStartingWith("error decompressing response body (");
  }

  @ParameterizedTest
  @EnumSource
  void a_bomb_stops_at_the_bound(ContentCoding coding) {
    byte[] bomb = ContentCoding.encoded(List.of(coding), new byte[20_000_000]);
    assertThatThrownBy(() -> ContentCoding.decoded(coding.id(), bomb, ENOUGH))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("more than 1000000 bytes");
  }

  @ParameterizedTest
  @EnumSource
  void a_reply_arrives_decoded_and_is_counted_as_it_came(ContentCoding coding) throws Exception {
    byte[] body = ContentCoding.encoded(List.of(coding), PLAIN);
    try (ScriptedServer server =
            new ScriptedServer((_, call) -> {
              call.send(
                  "HTTP/1.1 200 OK\r\nContent-Encoding: "
                      + coding.id()
                      + "\r\nContent-Length: "
                      + body.length
                      + "\r\n\r\n");
              call.out().write(body);
            });
        Network network = new Network(ClientConfig.DEFAULT);
        HttpClient client = network.client(0)) {
      HttpUrl url = HttpUrl.parse("http://" + server.address() + "/");
      HttpReply reply = client.send(HttpCall.of("GET", url));
      assertThat(reply.error()).isNull();
      assertThat(reply.body()).isEqualTo(PLAIN);
      assertThat(reply.receivedBytes()).isBetween((long) body.length, body.length + 100L);
      assertThat(client.send(HttpCall.of("HEAD", url)).error()).isNull();
    }
  }

  @Test
  void a_reply_that_is_not_what_it_says_is_none() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer((_, call) ->
                call.send(
                    "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\nhi"));
        Network network = new Network(ClientConfig.DEFAULT);
        HttpClient client = network.client(0)) {
      HttpCall call = HttpCall.of("GET", HttpUrl.parse("http://" + server.address() + "/"));
      HttpReply reply = client.send(call);
      assertThat(reply.errorCode()).isEqualTo(Fault.DECOMPRESSION);
      assertThat(reply.status()).isZero();
      assertThat(client.send(call.droppingBody()).status()).isEqualTo(200);
      assertThat(server.connections()).isEqualTo(1);
    }
  }
}
