package io.tidegate.bench.waiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.bench.load.RequestSource;
import io.tidegate.engine.ticket.TicketCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrowdTest {
  private static final List<String> TICKETS = List.of(ticket("a"), ticket("b"), ticket("c"));

  @Test
  void everybody_who_joined_asks_in_turn_with_their_own_ticket() throws IOException {
    Crowd crowd = new Crowd(3);
    for (String ticket : TICKETS) join(crowd, "Tidegate-Ticket: " + ticket);

    RequestSource asking = crowd.asking("/place", 0);
    List<String> asked = new ArrayList<>();
    for (int i = 0; i < 3; i++) asked.add(text(asking.next()));

    assertThat(crowd.size()).isEqualTo(3);
    assertThat(asked)
        .containsExactlyInAnyOrderElementsOf(
            TICKETS.stream()
                .map(t ->
                    "GET /place HTTP/1.1\r\nHost: localhost\r\nTidegate-Ticket: " + t + "\r\n\r\n")
                .toList());
  }

  @Test
  void a_reply_without_a_ticket_is_an_error() {
    assertThatThrownBy(() -> join(new Crowd(1), "Retry-After: 60"))
        .hasMessageContaining("has no ticket");
  }

  private static void join(Crowd crowd, String field) throws IOException {
    byte[] head =
        ("HTTP/1.1 429 Too Many Requests\r\nDate: now\r\n"
                + field
                + "\r\nContent-Length: 0\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    crowd.onHead(ByteBuffer.allocate(8_192).put(head), head.length);
  }

  private static String ticket(String letter) {
    return letter.repeat(TicketCodec.LENGTH);
  }

  private static String text(ByteBuffer request) {
    return StandardCharsets.US_ASCII.decode(request.duplicate()).toString();
  }
}
