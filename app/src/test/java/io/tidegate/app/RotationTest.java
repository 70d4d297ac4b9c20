package io.tidegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.app.TicketCrowd.Given;
import io.tidegate.testkit.Wait;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Signing keys change under a crowd: over HTTP, by the command, with the file that is there. */
class RotationTest {

  private static final int ROTATIONS = 4;

  @TempDir private Path data;

  @Test
  void rotation_under_load_refuses_no_genuine_ticket() throws Exception {
    try (RunningService service = RunningService.demo(data);
        TicketCrowd crowd = new TicketCrowd(service)) {
      crowd.start(3);
      for (int key = 2; key <= ROTATIONS + 1; key++) {
        assertThat(keys("rotate")).contains("Key " + key + " signs");
        awaitSignedBy(key, crowd);
      }
      crowd.stop();
      assertThat(crowd.refused()).isEmpty();
      assertThat(crowd.asked()).isGreaterThan(100);
      assertThat(idsIn(crowd.given())).containsExactlyInAnyOrder(1, 2, 3, 4, 5);
      for (Given one : crowd.given())
        assertThat(crowd.ask(one.ticket())).as("%s", one).isEqualTo(200);
    }
  }

  @Test
  void a_retired_key_ends_its_tickets_and_an_unknown_one_opens_nothing() throws Exception {
    try (RunningService service = RunningService.demo(data);
        TicketCrowd crowd = new TicketCrowd(service)) {
      Given old = crowd.join(7);
      keys("rotate");
      awaitSignedBy(2, crowd);
      Given fresh = crowd.join(7);
      assertThat(keys("list")).contains("key   1  checks").contains("key   2  signs");
      assertThat(keys("retire", "1")).contains("Key 1 is gone");
      Wait.until(() -> crowd.ask(old.ticket()) == 401);
      assertThat(crowd.ask(fresh.ticket())).isEqualTo(200);
      assertThat(crowd.ask(underAnotherKey(fresh.ticket()))).isEqualTo(401);
    }
  }

  /** Runs {@code keys} as a command line would, beside the running service. */
  private String keys(String... words) {
    StringWriter said = new StringWriter();
    CommandLine line = Main.commandLine().setOut(new PrintWriter(said));
    line.setErr(new PrintWriter(said));
    String[] arguments = new String[words.length + 3];
    arguments[0] = "keys";
    System.arraycopy(words, 0, arguments, 1, words.length);
    arguments[words.length + 1] = "--data";
    arguments[words.length + 2] = data.toString();
    assertThat(line.execute(arguments)).as(said.toString()).isZero();
    return said.toString();
  }

  private static void awaitSignedBy(int key, TicketCrowd crowd) {
    Wait.until(() -> crowd.join(999).key() == key);
  }

  private static Set<Integer> idsIn(List<Given> tickets) {
    Set<Integer> ids = new HashSet<>();
    for (Given one : tickets) ids.add(one.key());
    return ids;
  }

  /** The second byte says which key signed. */
  private static String underAnotherKey(String ticket) {
    byte[] bytes = Base64.getUrlDecoder().decode(ticket);
    bytes[1] = 77;
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
