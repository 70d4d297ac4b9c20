package io.tidegate.lab.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.lab.engine.ExitCode;
import io.tidegate.lab.watch.Finding;
import io.tidegate.lab.watch.Limit;
import io.tidegate.lab.watch.SelfCheck;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessageCodecTest {

  private static final int ROUNDS = 20_000;

  private static final List<Message> ALL =
      List.of(
          new Message.Alive(),
          new Message.AskTime(),
          new Message.ScriptFile(Path.of("/a/b.js"), new byte[] {1, 2, 3}),
          new Message.ScriptLink(Path.of("/a/c.js"), Path.of("/a/b.js")),
          new Message.Job(Path.of("/a/b.js"), "{}", Map.of("BASE", "http://a", "무엇", "값"), 2.5),
          new Message.Start(-7, "{\"a\":1}"),
          new Message.Start(Long.MAX_VALUE, null),
          new Message.Stop(),
          new Message.Done(),
          new Message.Time(Long.MIN_VALUE, 1_700_000_000_000L),
          new Message.Prepared(),
          new Message.Log("info", "x".repeat(100_000), Map.of("source", "console")),
          new Message.Measured(new byte[] {}),
          new Message.EndRun(ExitCode.ABORTED, "enough"),
          new Message.FailRun(""),
          new Message.Ended(
              3, new SelfCheck(List.of(new Finding(Limit.CPU, "all")), 5, 0.9, 0.8, 0.1, 2.5)));

  @Test
  void every_message_comes_back_as_it_was() throws IOException {
    for (Message message : ALL) {
      Message back = MessageCodec.of(MessageCodec.bytes(message));
      assertThat(back).usingRecursiveComparison().isEqualTo(message);
    }
    assertThat(ALL.stream().map(Message::getClass).distinct())
        .hasSize(Message.class.getPermittedSubclasses().length);
  }

  @Test
  void bytes_that_are_no_message_are_an_error_of_input_and_nothing_else() throws IOException {
    Random random = new Random(1_014);
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = MessageCodec.bytes(ALL.get(random.nextInt(ALL.size())));
      if (bytes.length > 1_000) continue;
      byte[] broken = Arrays.copyOf(bytes, random.nextInt(bytes.length + 3));
      for (int i = 0; i < 3 && broken.length > 0; i++)
        broken[random.nextInt(broken.length)] = (byte) random.nextInt();
      try {
        MessageCodec.of(broken);
      } catch (IOException _) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  @Test
  void a_frame_that_is_too_long_is_refused_before_it_is_read() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket one = new Socket(server.getInetAddress(), server.getLocalPort());
        Link sender = new Link(one, Duration.ofSeconds(5));
        Link receiver = new Link(server.accept(), Duration.ofSeconds(5))) {
      sender.sendFrame(new byte[101]);
      assertThatThrownBy(() -> receiver.receiveFrame(100)).hasMessageContaining("no agent");
    }
  }

  @Test
  void a_peer_that_says_nothing_is_lost() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket silent = new Socket(server.getInetAddress(), server.getLocalPort());
        Link receiver = new Link(server.accept(), Duration.ofMillis(50))) {
      assertThatThrownBy(receiver::receive).hasMessageContaining("nothing came");
      assertThat(silent.isConnected()).isTrue();
    }
  }
}
