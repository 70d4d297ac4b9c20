package io.tidegate.app;

import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The gate as a process of its own, on free ports. */
final class GateProcess extends ProgramProcess {

  private static final Pattern OPEN =
      Pattern.compile(
          "(?s)The gate is open at https?://localhost:(\\d+)"
              + ".*It shows itself at http://127\\.0\\.0\\.1:(\\d+)");
  private static final String SECOND_DOOR = "admin: {listen: 127.0.0.1:0}\n";

  private int port;
  private int door;

  private GateProcess(Process process, Path said) {
    super(process, said);
  }

  /** No process, already ended. */
  static GateProcess none() {
    return new GateProcess(ended(), Path.of("/dev/null"));
  }

  /** Writes the gate's file in a folder. */
  static Path file(Path folder, String yaml) throws IOException {
    return Files.writeString(folder.resolve("gate.yaml"), SECOND_DOOR + yaml);
  }

  /** The gate with this file, once it is open; its data lies beside the file. */
  static GateProcess open(Path file, String... more) throws IOException, InterruptedException {
    GateProcess gate = start(file, more);
    Matcher open = gate.awaitSaid(OPEN);
    gate.port = Integer.parseInt(open.group(1));
    gate.door = Integer.parseInt(open.group(2));
    return gate;
  }

  /** The command with this file, to its end. */
  static GateProcess run(Path file, String... more) throws IOException, InterruptedException {
    GateProcess gate = start(file, more);
    gate.awaitEnd();
    return gate;
  }

  private static GateProcess start(Path file, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("gate", "--config", file.toString()));
    arguments.addAll(List.of("--data", file.resolveSibling("data").toString()));
    arguments.addAll(more.length == 0 ? List.of("--port", "0") : List.of(more));
    Path said = said();
    return new GateProcess(start(Main.class, List.of(), arguments, said), said);
  }

  RawClient connect() throws IOException {
    return new RawClient(port);
  }

  int port() {
    return port;
  }

  /** What its second door says. */
  Reply ask(String method, String path, String body, String... headers) throws IOException {
    try (RawClient client = new RawClient(door)) {
      return client.ask(method, path, body, headers);
    }
  }

  /** Its resident memory, bytes, as Linux says it. */
  long residentBytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid() + "/status")))
      if (line.startsWith("VmRSS:")) return 1_024 * Long.parseLong(line.replaceAll("\\D", ""));
    throw new IOException("Linux does not say it");
  }
}
