package io.tidegate.cluster.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Records of a link: only the next one opens, and only as it was made. */
class RecordTest {

  private static final byte[] SECRET = secret(1);

  @Test
  void records_open_in_the_order_in_which_they_were_made() throws IOException {
    RecordOpener opener = new RecordOpener(SECRET);
    for (byte[] record : sealed(100)) assertThat(opened(opener, record)).isNotEmpty();
  }

  @Test
  void a_record_that_is_repeated_left_out_or_moved_does_not_open() throws IOException {
    List<byte[]> records = sealed(3);
    RecordOpener repeats = new RecordOpener(SECRET);
    opened(repeats, records.get(0));
    refuses(repeats, records.get(0));
    refuses(new RecordOpener(SECRET), records.get(1));
    RecordOpener moved = new RecordOpener(SECRET);
    opened(moved, records.get(0));
    refuses(moved, records.get(2));
  }

  @Test
  void a_record_of_the_other_direction_does_not_open() {
    refuses(new RecordOpener(secret(2)), sealed(1).getFirst());
  }

  @Test
  void a_record_with_any_byte_altered_does_not_open() {
    byte[] record = sealed(1).getFirst();
    for (int at = RecordSealer.LENGTH_BYTES; at < record.length; at++) {
      byte[] altered = record.clone();
      altered[at] ^= 1;
      refuses(new RecordOpener(SECRET), altered);
    }
  }

  @Test
  void no_record_has_an_impossible_length() {
    for (int length : new int[] {-1, 0, 16, (64 << 10) + 17, Integer.MAX_VALUE})
      assertThatThrownBy(() -> RecordOpener.length(length))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("a record of ");
  }

  /** The key changes by itself on both sides, and the number of the record goes on. */
  @Test
  void the_next_key_follows_from_the_one_before() throws IOException {
    RecordSealer sealer = new RecordSealer(SECRET);
    RecordOpener opener = new RecordOpener(SECRET);
    ByteBuffer out = ByteBuffer.allocate(64);
    byte[] to = new byte[64];
    for (int i = 0; i < RecordKey.RECORDS_MAX + 10; i++) {
      sealer.seal(new byte[] {(byte) i}, 0, 1, out.clear());
      assertThat(opener.open(out.array(), 4, out.position() - 4, to, 0)).isEqualTo(1);
      if (to[0] != (byte) i) throw new AssertionError("record " + i);
    }
  }

  static byte[] secret(int seed) {
    byte[] secret = new byte[Keys.BYTES];
    new SplittableRandom(seed).nextBytes(secret);
    return secret;
  }

  private static List<byte[]> sealed(int count) {
    RecordSealer sealer = new RecordSealer(SECRET);
    List<byte[]> records = new ArrayList<>();
    ByteBuffer out = ByteBuffer.allocate(1_000);
    for (int i = 1; i <= count; i++) {
      sealer.seal(new byte[i], 0, i, out.clear());
      records.add(Arrays.copyOf(out.array(), out.position()));
    }
    return records;
  }

  private static byte[] opened(RecordOpener opener, byte[] record) throws IOException {
    byte[] to = new byte[record.length];
    int length = RecordOpener.length(ByteBuffer.wrap(record).getInt());
    return Arrays.copyOf(to, opener.open(record, RecordSealer.LENGTH_BYTES, length, to, 0));
  }

  private static void refuses(RecordOpener opener, byte[] record) {
    assertThatThrownBy(() -> opened(opener, record))
        .isInstanceOf(IOException.class)
        .hasMessage("a record was altered, left out, repeated or moved");
  }
}
