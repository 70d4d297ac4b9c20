package io.tidegate.bench.waiting;

import io.tidegate.bench.load.ReplyHeads;
import io.tidegate.bench.load.RequestSource;
import io.tidegate.engine.ticket.TicketCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * People who wait, by their tickets: it takes them from the replies to those who join, and then
 * asks in the name of one after the other. For one thread.
 */
final class Crowd implements ReplyHeads {
  private static final byte[] TICKET_LINE =
      "\r\nTidegate-Ticket: ".getBytes(StandardCharsets.US_ASCII);

  /**
   * So that neighbours in the line do not ask one after the other. It is a prime, so that everybody
   * asks.
   */
  private static final int STRIDE = 618_033_947;

  private final ByteBuffer tickets;
  private int size;

  /**
   * @param most people, in [1, 10_000_000]
   */
  Crowd(int most) {
    tickets = ByteBuffer.allocateDirect(Math.multiplyExact(most, TicketCodec.LENGTH));
  }

  /** People who have a ticket. */
  int size() {
    return size;
  }

  /** The ticket of one of them, in the order in which they came. */
  String ticket(int person) {
    byte[] ticket = new byte[TicketCodec.LENGTH];
    tickets.get(person * TicketCodec.LENGTH, ticket);
    return new String(ticket, StandardCharsets.US_ASCII);
  }

  @Override
  public void onHead(ByteBuffer in, int end) throws IOException {
    for (int at = 0; at < end - TICKET_LINE.length - TicketCodec.LENGTH; at++) {
      if (in.get(at) == '\r' && in.slice(at, TICKET_LINE.length).mismatch(LINE) < 0) {
        take(in, at + TICKET_LINE.length);
        return;
      }
    }
    throw new IOException("a reply to somebody who joins has no ticket");
  }

  private static final ByteBuffer LINE = ByteBuffer.wrap(TICKET_LINE).asReadOnlyBuffer();

  private void take(ByteBuffer in, int from) {
    tickets.put(size * TicketCodec.LENGTH, in, from, TicketCodec.LENGTH);
    size++;
  }

  /**
   * GETs of that path, each with the ticket of another of them.
   *
   * @param first who came before that one does not ask
   */
  RequestSource asking(String path, int first) {
    byte[] before =
        ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nTidegate-Ticket: ")
            .getBytes(StandardCharsets.US_ASCII);
    ByteBuffer request = ByteBuffer.allocateDirect(before.length + TicketCodec.LENGTH + 4);
    request.put(before).position(before.length + TicketCodec.LENGTH);
    request.put("\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    return new RequestSource() {
      private int turn;

      @Override
      public ByteBuffer next() {
        turn = (int) ((turn + (long) STRIDE) % (size - first));
        int ticket = (first + turn) * TicketCodec.LENGTH;
        request.put(before.length, tickets, ticket, TicketCodec.LENGTH);
        return request.clear();
      }
    };
  }
}
