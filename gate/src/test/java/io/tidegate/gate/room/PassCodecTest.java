package io.tidegate.gate.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.Command.TicketRef;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Which passes are genuine. */
class PassCodecTest {

  private static final String LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ ";

  private final PassCodec codec = new PassCodec(key(1));
  private final Random random = new Random(20_260);

  @Test
  void a_pass_says_what_it_said_when_it_was_made() {
    for (int i = 0; i < 1_000; i++) {
      Pass pass = pass();
      String text = codec.encode(pass, "sale");
      assertThat(text).hasSize(PassCodec.LENGTH);
      assertThat(codec.decode(text, "sale")).isEqualTo(pass);
    }
  }

  @Test
  void a_pass_of_another_room_or_another_key_is_none() {
    String text = codec.encode(pass(), "sale");
    assertThat(codec.decode(text, "other")).isNull();
    assertThat(new PassCodec(key(2)).decode(text, "sale")).isNull();
  }

  @Test
  void a_seal_is_of_one_ticket_and_one_holder() {
    String seal = codec.seal("ticket", "sale 7f000001");
    assertThat(codec.isSeal(seal, "ticket", "sale 7f000001")).isTrue();
    assertThat(codec.isSeal(seal, "ticket", "sale 7f000002")).isFalse();
    assertThat(codec.isSeal(seal, "ticke", "tsale 7f000001")).isFalse();
    assertThat(codec.isSeal(seal + "A", "ticket", "sale 7f000001")).isFalse();
    assertThat(codec.isSeal("", "ticket", "sale 7f000001")).isFalse();
  }

  @Test
  void a_pass_that_was_edited_is_none() {
    String text = codec.encode(pass(), "sale");
    for (int at = 0; at < text.length(); at++) {
      for (int letter = 0; letter < LETTERS.length(); letter++) {
        char other = LETTERS.charAt(letter);
        if (other == text.charAt(at)) continue;
        String edited = text.substring(0, at) + other + text.substring(at + 1);
        assertThat(codec.decode(edited, "sale")).as(edited).isNull();
      }
    }
  }

  @Test
  void whatever_else_is_shown_is_none_and_breaks_nothing() {
    String text = codec.encode(pass(), "sale");
    for (int i = 0; i < 20_000; i++) {
      StringBuilder any = new StringBuilder(random.nextBoolean() ? text : "");
      for (int edits = random.nextInt(4); edits >= 0; edits--) {
        int at = random.nextInt(any.length() + 1);
        if (random.nextBoolean() && at < any.length()) any.deleteCharAt(at);
        else any.insert(at, (char) random.nextInt(random.nextBoolean() ? 128 : 0x10000));
      }
      if (!any.toString().equals(text)) assertThat(codec.decode(any.toString(), "sale")).isNull();
    }
  }

  @Test
  void who_came_by_without_a_place_has_a_free_pass_and_enters_for_some_seconds() {
    Pass free = FreeWay.pass(7, 2, 1_000, 60_000);
    assertThat(free.isFree()).isTrue();
    assertThat(free.untilMs()).isEqualTo(61_000);
    assertThat(free.isEntering(1_000)).isTrue();
    assertThat(free.isEntering(5_999)).isTrue();
    assertThat(free.isEntering(6_000)).isFalse();
    assertThat(new Pass(new TicketRef(7, 2, 1, 1), 0, 1).isFree()).isFalse();
  }

  private Pass pass() {
    TicketRef ticket =
        new TicketRef(random.nextLong(), random.nextInt(), random.nextLong(), random.nextLong());
    return new Pass(ticket, random.nextLong(), random.nextLong());
  }

  private static byte[] key(int fill) {
    byte[] key = new byte[PassCodec.KEY_BYTES_LEAST];
    Arrays.fill(key, (byte) fill);
    return key;
  }
}
