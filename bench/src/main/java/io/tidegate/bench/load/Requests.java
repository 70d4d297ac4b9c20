package io.tidegate.bench.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The requests of a load as bytes, in which only a new user's digits are written each time. */
final class Requests implements RequestSource {
  private final List<ByteBuffer> texts = new ArrayList<>();
  private final List<int[]> places = new ArrayList<>();
  private final int block;
  private int turn;
  private int user;

  /**
   * @param asks one after the other, again and again
   * @param block of users
   */
  Requests(List<RequestTemplate> asks, int block) {
    this.block = block;
    for (RequestTemplate ask : asks) add(ask.pieces());
  }

  private void add(List<String> pieces) {
    String text = String.join("0".repeat(Users.DIGITS), pieces);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    texts.add(ByteBuffer.allocateDirect(bytes.length).put(bytes));
    int[] at = new int[pieces.size() - 1];
    int length = 0;
    for (int i = 0; i < at.length; i++) {
      length += pieces.get(i).getBytes(StandardCharsets.UTF_8).length;
      at[i] = length;
      length += Users.DIGITS;
    }
    places.add(at);
  }

  @Override
  public ByteBuffer next() {
    ByteBuffer text = texts.get(turn);
    int[] at = places.get(turn);
    turn = (turn + 1) % texts.size();
    if (at.length > 0) write(text, at, Users.id(block, user++));
    return text.clear();
  }

  private static void write(ByteBuffer text, int[] places, long id) {
    long rest = id;
    for (int digit = Users.DIGITS - 1; digit >= 0; digit--) {
      byte value = (byte) ('0' + rest % 10);
      rest /= 10;
      for (int place : places) text.put(place + digit, value);
    }
  }
}
