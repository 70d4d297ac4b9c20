package io.tidegate.gate.strict;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.gate.GateFixture;
import io.tidegate.testkit.Json;
import io.tidegate.testkit.Needs;
import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Autobahn's test suite for WebSocket ({@code pip install autobahntestsuite}, for Python 2.7): a
 * server is found to be through the gate what it is found to be without it, case by case and frame
 * by frame. The limits of 9 and the compression of 12 and 13 take minutes: {@code
 * -Dgate.autobahn='*'} has them.
 */
@Timeout(1_800)
class AutobahnTest {

  private static final String CASES =
      System.getProperty("gate.autobahn", "1.*,2.*,3.*,4.*,5.*,6.*,7.*,10.*");
  private static final String DIRECT = "direct";
  private static final String GATE = "gate";

  /** Of each case; octets are counted by what TCP brought at once, and times differ. */
  private static final List<String> COMPARED =
      List.of(
          "behavior",
          "behaviorClose",
          "closedByMe",
          "droppedByMe",
          "failedByMe",
          "isServer",
          "localCloseCode",
          "remoteCloseCode",
          "remoteCloseReason",
          "rxFrameStats",
          "txFrameStats",
          "wasClean");

  @TempDir private Path folder;
  private final List<Process> processes = new ArrayList<>();

  @Test
  void each_case_ends_through_the_gate_as_it_does_without_it() throws Exception {
    String wstest = Needs.program("wstest").toString();
    int port = freePort();
    try (GateFixture gate = GateFixture.before("127.0.0.1:" + port)) {
      start(wstest, "-m", "testeeserver", "-w", "ws://127.0.0.1:" + port, "--webport", "0");
      Wait.until(() -> listens(port));
      Path spec = Files.writeString(folder.resolve("spec.json"), spec(port, gate.gate().port()));
      Process client = start(wstest, "-m", "fuzzingclient", "-s", spec.toString());
      assertThat(client.waitFor(25, TimeUnit.MINUTES)).isTrue();
      Map<String, @Nullable Object> all =
          Json.object(Json.read(Files.readString(folder.resolve("reports/index.json"))));
      Map<String, Map<String, @Nullable Object>> direct = reports(all, DIRECT);
      assertThat(direct).hasSizeGreaterThan(200);
      assertThat(direct.values()).noneMatch(report -> "FAILED".equals(report.get("behavior")));
      assertThat(reports(all, GATE)).isEqualTo(direct);
    } finally {
      for (Process process : processes) process.destroyForcibly().waitFor();
    }
  }

  private static String spec(int direct, int gate) {
    String cases = "\"" + CASES.replace(",", "\", \"") + "\"";
    return """
    {
      "outdir": "reports",
      "servers": [
        {"agent": "%s", "url": "ws://127.0.0.1:%d"},
        {"agent": "%s", "url": "ws://127.0.0.1:%d"}
      ],
      "cases": [%s], "exclude-cases": [], "exclude-agent-cases": {}
    }
    """
        .formatted(DIRECT, direct, GATE, gate, cases);
  }

  /** What was found of each case. */
  private Map<String, Map<String, @Nullable Object>> reports(
      Map<String, @Nullable Object> all, String agent) throws IOException {
    Map<String, Map<String, @Nullable Object>> reports = new TreeMap<>();
    for (Map.Entry<String, @Nullable Object> found : Json.object(all.get(agent)).entrySet()) {
      String file = String.valueOf(Json.object(found.getValue()).get("reportfile"));
      Map<String, @Nullable Object> report =
          Json.object(Json.read(Files.readString(folder.resolve("reports/" + file))));
      report.keySet().retainAll(COMPARED);
      reports.put(found.getKey(), report);
    }
    return reports;
  }

  private Process start(String... command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said-" + processes.size()).toFile())
            .start();
    processes.add(process);
    return process;
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException _) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    }
  }
}
