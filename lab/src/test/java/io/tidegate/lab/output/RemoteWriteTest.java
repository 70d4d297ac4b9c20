package io.tidegate.lab.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.lab.metric.TagSet;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RemoteWriteTest {

  @Test
  void a_request_is_protobuf_in_snappys_frame_with_sorted_labels() {
    RemoteWrite write = new RemoteWrite();
    write.add("k6_vus", TagSet.of(Map.of("b", "2", "A-a", "1", "empty", "")), 1.5, 300);
    String expected =
        "36" // length of what is packed: 54
            + "f43500" // a literal of 54 bytes, its length less one in two bytes
            + "0a34" // series: 52 bytes
            + "0a08"
            + "0a03"
            + hex("A_a")
            + "1201"
            + hex("1") // no place for '-' in a name
            + "0a12"
            + "0a08"
            + hex("__name__")
            + "1206"
            + hex("k6_vus")
            + "0a06"
            + "0a01"
            + hex("b")
            + "1201"
            + hex("2")
            + "120c"
            + "09"
            + "000000000000f83f"
            + "10ac02";
    assertThat(HexFormat.of().formatHex(write.body())).isEqualTo(expected);
  }

  @Test
  void a_long_request_is_in_several_literals() {
    RemoteWrite write = new RemoteWrite();
    for (int i = 0; i < 3_000; i++) write.add("k6_some_metric_total", TagSet.EMPTY, i, i);
    byte[] body = write.body();
    int at = 0;
    int length = 0;
    for (int shift = 0; ; shift += 7) {
      length |= (body[at] & 0x7f) << shift;
      if (body[at++] >= 0) break;
    }
    int literals = 0;
    for (; at < body.length; literals++) {
      assertThat(body[at]).isEqualTo((byte) 0xf4);
      int literal = ((body[at + 1] & 0xff) | ((body[at + 2] & 0xff) << 8)) + 1;
      at += 3 + literal;
      length -= literal;
    }
    assertThat(at).isEqualTo(body.length);
    assertThat(length).isZero();
    assertThat(literals).isGreaterThan(1);
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
  }
}
