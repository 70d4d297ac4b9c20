package io.tidegate.cluster.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.core.Command;
import io.tidegate.core.Command.CreatePost;
import io.tidegate.core.Result;
import io.tidegate.store.codec.RecordText;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All codecs of the protocol: whole, canonical, and with one exception for what is not. */
class CodecTest {

  private static final int SEEDS = 200;

  /** A codec, and the sealed type of what it writes. */
  record Codec(
      Class<?> sealed,
      int kindsLeast,
      ToLongFunction<Object> bytesMax,
      RandomValues.Writing writing,
      RandomValues.Reading reading) {

    byte[] bytes(Object value) {
      ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(bytesMax.applyAsLong(value)));
      writing.write(value, out);
      return Arrays.copyOf(out.array(), out.position());
    }

    @Override
    public String toString() {
      return sealed.getSimpleName();
    }
  }

  static Stream<Codec> codecs() {
    return Stream.of(
        new Codec(
            Command.class,
            31,
            value -> CommandCodec.bytesMax((Command) value),
            (value, out) -> CommandCodec.write((Command) value, out),
            CommandCodec::read),
        new Codec(
            Result.class,
            40,
            value -> ResultCodec.bytesMax((Result) value),
            (value, out) -> ResultCodec.write((Result) value, out),
            ResultCodec::read),
        new Codec(
            Frame.class,
            12,
            value -> FrameCodec.bytesMax((Frame) value),
            (value, out) -> FrameCodec.write((Frame) value, out),
            FrameCodec::read));
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void every_value_there_is_comes_back_as_it_was_written(Codec codec) throws WireFormatException {
    List<Class<?>> kinds = RandomValues.kinds(codec.sealed());
    assertThat(kinds).hasSizeGreaterThanOrEqualTo(codec.kindsLeast());
    for (Class<?> kind : kinds) {
      for (long seed = 0; seed < SEEDS; seed++) {
        Object value = new RandomValues(seed).of(kind);
        byte[] bytes = codec.bytes(value);
        ByteBuffer in = ByteBuffer.wrap(Arrays.copyOf(bytes, bytes.length + 3));
        assertThat(RecordText.text(codec.reading().read(in)))
            .as("seed %d", seed)
            .isEqualTo(RecordText.text(value));
        assertThat(in.remaining()).as("what follows is the caller's").isEqualTo(3);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void a_value_that_is_cut_short_anywhere_is_refused(Codec codec) {
    for (Class<?> kind : RandomValues.kinds(codec.sealed())) {
      byte[] whole = codec.bytes(new RandomValues(7).of(kind));
      int step = 1 + whole.length / 500;
      for (int length = 0; length < whole.length; length += step) {
        ByteBuffer cut = ByteBuffer.wrap(whole, 0, length);
        assertThatThrownBy(() -> codec.reading().read(cut))
            .as("%s cut to %d bytes", kind.getSimpleName(), length)
            .isExactlyInstanceOf(WireFormatException.class);
      }
    }
  }

  /** One encoding a value: what is read and written again is the very bytes, or was refused. */
  @ParameterizedTest
  @MethodSource("codecs")
  void altered_bytes_are_refused_or_are_the_one_encoding_of_another_value(Codec codec) {
    int refused = 0;
    for (Class<?> kind : RandomValues.kinds(codec.sealed())) {
      for (long seed = 0; seed < SEEDS; seed++) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] bytes = codec.bytes(new RandomValues(seed).of(kind));
        for (int i = random.nextInt(1, 4); i > 0; i--)
          bytes[random.nextInt(Math.min(bytes.length, 64))] = (byte) random.nextInt();
        if (!isOneEncoding(codec, bytes)) refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void random_bytes_behind_any_type_number_are_refused_or_canonical(Codec codec) {
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < 30_000; i++) {
      byte[] bytes = new byte[random.nextInt(1, 200)];
      random.nextBytes(bytes);
      if (random.nextBoolean()) bytes[0] = (byte) random.nextInt(70);
      if (random.nextBoolean()) // small numbers, as flags and lengths are
      for (int at = 1; at < bytes.length; at++) if (bytes[at] > 3) bytes[at] = 0;
      isOneEncoding(codec, bytes);
    }
  }

  private static boolean isOneEncoding(Codec codec, byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    Object value;
    try {
      value = codec.reading().read(in);
    } catch (WireFormatException e) {
      return false;
    }
    assertThat(codec.bytes(value)).isEqualTo(Arrays.copyOf(bytes, in.position()));
    return true;
  }

  @Test
  void a_text_too_long_cannot_be_made_into_a_frame_and_is_not_read() {
    String longest = "€".repeat(WireFields.TEXT_CHARS_MAX);
    new Frame.Ask(List.of(new Frame.Asked(1, new CreatePost(longest, longest, longest))));
    CreatePost over = new CreatePost("", "", longest + "a");
    assertThatThrownBy(() -> new Frame.Ask(List.of(new Frame.Asked(1, over))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a text of 21846 characters");
    ByteBuffer ascii = ByteBuffer.allocate(70_000).put((byte) 33).putShort((short) 0xFFFF);
    while (ascii.position() < 3 + 0xFFFF) ascii.put((byte) 'a');
    assertThatThrownBy(() -> ResultCodec.read(ascii.putShort((short) 0).flip()))
        .isExactlyInstanceOf(WireFormatException.class)
        .hasMessage("a result holds a text of 65535 characters");
  }

  /** Nothing is allocated for what a count promises and the bytes do not hold. */
  @Test
  void a_count_of_more_than_the_bytes_can_hold_is_refused_before_anything_is_made_for_it() {
    for (int type : new int[] {4, 6}) {
      ByteBuffer in = ByteBuffer.allocate(20).put((byte) type).putInt(4_096).rewind();
      assertThatThrownBy(() -> FrameCodec.read(in)).hasMessage("a frame holds a list of 4096");
    }
    ByteBuffer claims = ByteBuffer.allocate(200).put((byte) 9).putInt(1 << 30).rewind();
    assertThatThrownBy(() -> ResultCodec.read(claims))
        .hasMessage("a result holds a list of 1073741824");
  }

  @Test
  void bounds_of_frames_are_kept_when_they_are_made() {
    List<Frame.Asked> many =
        Collections.nCopies(4_097, new Frame.Asked(1, new Command.AskBalance(1)));
    assertThatThrownBy(() -> new Frame.Ask(many)).hasMessage("a batch of 4097");
    assertThatThrownBy(() -> new Frame.Ask(List.of())).hasMessage("a batch of 0");
    assertThatThrownBy(() -> new Frame.Answers(-1, List.of())).hasMessage("a sequence of -1");
    assertThatThrownBy(() -> new Frame.Records(List.of(new byte[0])))
        .hasMessage("a record of 0 bytes");
    assertThat(new Frame.Refused("x".repeat(2_000)).why()).hasSize(1_000);
  }
}
