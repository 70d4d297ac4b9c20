package io.tidegate.engine.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.core.Command.TicketRef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TicketCodecTest {

  private static final String LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  private static final TicketRef TICKET = new TicketRef(3, 1, 4_711, 99);

  private final TicketCodec codec = new TicketCodec(new SigningKeys(1, Map.of(1, secret(1))));
  private final String text = codec.encode(TICKET, 1_763_668_800_000L);

  @Test
  void a_ticket_reads_back_as_what_was_signed() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 1_000; i++) {
      TicketRef ticket =
          new TicketRef(
              random.nextLong() >>> 1, random.nextInt(), random.nextLong(), random.nextLong());
      String signed = codec.encode(ticket, random.nextLong());
      assertThat(signed).hasSize(TicketCodec.LENGTH);
      assertThat(codec.decode(signed)).isEqualTo(ticket);
    }
  }

  @Test
  void a_ticket_is_base64url_without_padding_of_seventy_bytes() {
    byte[] bytes = Base64.getUrlDecoder().decode(text);
    assertThat(bytes).hasSize(70).startsWith(1, 1, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 1);
    assertThat(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)).isEqualTo(text);
  }

  @Test
  void the_same_place_gives_the_same_ticket() {
    assertThat(codec.encode(TICKET, 1_763_668_800_000L)).isEqualTo(text);
  }

  @Test
  void every_altered_bit_is_refused() {
    byte[] bytes = Base64.getUrlDecoder().decode(text);
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] altered = bytes.clone();
      altered[bit / 8] ^= (byte) (1 << bit % 8);
      String forged = Base64.getUrlEncoder().withoutPadding().encodeToString(altered);
      assertThat(codec.decode(forged)).as("bit %d", bit).isNull();
    }
  }

  /** Bits that stand for nothing in the last character are among these. */
  @Test
  void every_other_character_in_any_place_is_refused() {
    for (int at = 0; at < text.length(); at++) {
      for (char other : (LETTERS + "+/= \n\u0000éŁ").toCharArray()) {
        if (other == text.charAt(at)) continue;
        String forged = text.substring(0, at) + other + text.substring(at + 1);
        assertThat(codec.decode(forged)).as("%d -> %s", at, other).isNull();
      }
    }
  }

  @Test
  void what_is_cut_or_longer_is_refused() {
    for (int length = 0; length < text.length(); length++) {
      assertThat(codec.decode(text.substring(0, length))).isNull();
      assertThat(codec.decode(text.substring(text.length() - length))).isNull();
    }
    for (String more : new String[] {"=", "==", "A", " ", "\n", "AAAA"}) {
      assertThat(codec.decode(text + more)).isNull();
      assertThat(codec.decode(more + text)).isNull();
    }
  }

  @Test
  void noise_is_refused_and_breaks_nothing() {
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 20_000; i++) {
      char[] noise = new char[i % 3 == 0 ? random.nextInt(200) : TicketCodec.LENGTH];
      boolean letters = i % 2 == 0;
      for (int k = 0; k < noise.length; k++)
        noise[k] = letters ? LETTERS.charAt(random.nextInt(64)) : (char) random.nextInt(0x10000);
      assertThat(codec.decode(new String(noise))).isNull();
    }
  }

  @Test
  void parts_of_two_genuine_tickets_make_no_third() {
    String other = codec.encode(new TicketRef(3, 1, 4_712, 100), 1_763_668_800_000L);
    for (int at = 1; at < text.length(); at++) {
      String mixed = text.substring(0, at) + other.substring(at);
      if (!mixed.equals(text) && !mixed.equals(other))
        assertThat(codec.decode(mixed)).as("cut at %d", at).isNull();
    }
  }

  @Test
  void a_ticket_signed_with_another_secret_is_refused() {
    TicketCodec foreign = new TicketCodec(new SigningKeys(1, Map.of(1, secret(2))));
    assertThat(codec.decode(foreign.encode(TICKET, 0))).isNull();
  }

  @Test
  void tickets_of_an_older_key_stay_good_until_it_is_taken_away() {
    TicketCodec rotated = new TicketCodec(new SigningKeys(2, Map.of(1, secret(1), 2, secret(2))));
    assertThat(rotated.decode(text)).isEqualTo(TICKET);
    String fresh = rotated.encode(TICKET, 0);
    assertThat(rotated.decode(fresh)).isEqualTo(TICKET);
    assertThat(codec.decode(fresh)).as("its key is not known here").isNull();
    TicketCodec later = new TicketCodec(new SigningKeys(2, Map.of(2, secret(2))));
    assertThat(later.decode(text)).isNull();
  }

  @Test
  void keys_change_under_many_threads_and_no_ticket_is_refused() throws InterruptedException {
    List<SigningKeys> ever = new ArrayList<>();
    Map<Integer, byte[]> kept = new HashMap<>();
    for (int id = 1; id <= 50; id++) {
      kept.put(id, secret(id));
      ever.add(new SigningKeys(id, kept));
    }
    TicketCodec rotated = new TicketCodec(ever.getFirst());
    ConcurrentLinkedQueue<String> issued = new ConcurrentLinkedQueue<>();
    AtomicInteger refused = new AtomicInteger();
    AtomicBoolean over = new AtomicBoolean();
    Thread[] threads = new Thread[4];
    for (int t = 0; t < threads.length; t++)
      threads[t] =
          Thread.ofPlatform()
              .start(() -> {
                String last = rotated.encode(TICKET, 0);
                while (!over.get()) {
                  if (rotated.decode(last) == null) refused.incrementAndGet();
                  String next = rotated.encode(TICKET, 0);
                  if (!next.equals(last)) issued.add(next);
                  last = next;
                }
              });
    for (SigningKeys keys : ever) {
      rotated.use(keys);
      String signed = rotated.encode(TICKET, 0);
      assertThat(rotated.decode(signed)).isEqualTo(TICKET);
    }
    over.set(true);
    for (Thread thread : threads) thread.join();
    assertThat(refused).hasValue(0);
    assertThat(issued).allSatisfy(one -> assertThat(rotated.decode(one)).isEqualTo(TICKET));
    rotated.use(new SigningKeys(50, Map.of(50, secret(50))));
    assertThat(rotated.decode(text)).as("signed with a key that is gone").isNull();
  }

  @Test
  void a_codec_serves_many_threads_at_once() throws InterruptedException {
    ConcurrentLinkedQueue<Object> wrong = new ConcurrentLinkedQueue<>();
    Thread[] threads = new Thread[4];
    for (int t = 0; t < threads.length; t++) {
      long user = t + 1L;
      threads[t] =
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 1; i < 2_000; i++) {
                  TicketRef mine = new TicketRef(1, 1, user, i);
                  TicketRef read = codec.decode(codec.encode(mine, i));
                  if (!mine.equals(read)) wrong.add(mine);
                }
              });
    }
    for (Thread thread : threads) thread.join();
    assertThat(wrong).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 256})
  void a_key_id_that_is_no_byte_is_refused(int id) {
    Map<Integer, byte[]> keys = new HashMap<>(Map.of(1, secret(1)));
    keys.put(id, secret(2));
    assertThatThrownBy(() -> new SigningKeys(1, keys)).hasMessageContaining("[0, 255]");
  }

  @Test
  void keys_that_are_short_or_missing_are_refused() {
    assertThatThrownBy(() -> new SigningKeys(1, Map.of(1, new byte[31])))
        .hasMessageContaining("32 bytes");
    assertThatThrownBy(() -> new SigningKeys(2, Map.of(1, secret(1)))).hasMessageContaining("2");
  }

  private static byte[] secret(int seed) {
    byte[] secret = new byte[32];
    Arrays.fill(secret, (byte) seed);
    return secret;
  }
}
