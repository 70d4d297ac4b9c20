package io.tidegate.lab.cli;

import io.tidegate.lab.agent.Agent;
import io.tidegate.lab.output.FileFaults;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code lab agent}. */
@Command(
    name = "agent",
    mixinStandardHelpOptions = true,
    description = {
      "Waits for runs, and makes its part of the load of each: lab run --agents HOST:PORT,...",
      "One run at a time, until Ctrl-C. A run is a script, which may ask anything of anybody: so an"
          + " agent that other machines can reach needs a secret."
    })
final class AgentCommand implements Callable<Integer> {

  private static final int CANNOT = 1;

  @ParentCommand private LabCommand lab = new LabCommand((_, _) -> {});

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--listen",
      defaultValue = "127.0.0.1:6570",
      description = "HOST:PORT; port 0 for any that is free. ${DEFAULT-VALUE} by default.")
  private String listen = "127.0.0.1:6570";

  @Option(names = "--secret-file", description = AgentSecret.WORDS)
  private @Nullable Path secretFile;

  @Override
  public Integer call() {
    OutOfMemory.endsTheProcess();
    PrintWriter out = spec.commandLine().getOut();
    try (Agent agent =
        Agent.listen(
            address(),
            AgentSecret.of(secretFile),
            line -> out.println(LogLines.harmless(line)))) { // strangers say a part of it
      lab.signals().on("INT", () -> close(agent));
      lab.signals().on("TERM", () -> close(agent));
      out.println("the agent waits for runs at " + text(agent.address()));
      out.flush();
      agent.serve();
      return 0;
    } catch (IOException e) {
      spec.commandLine().getErr().println(FileFaults.text(e));
      return CANNOT;
    }
  }

  private InetSocketAddress address() throws IOException {
    int colon = listen.lastIndexOf(':');
    try {
      int port = Integer.parseInt(listen.substring(colon + 1));
      String host = colon < 0 ? "127.0.0.1" : listen.substring(0, colon);
      return new InetSocketAddress(host.replaceAll("^\\[|]$", ""), port);
    } catch (IllegalArgumentException _) {
      throw new IOException("--listen takes HOST:PORT, not \"" + listen + "\"");
    }
  }

  private static String text(InetSocketAddress at) {
    InetAddress host = at.getAddress();
    String text = host.getHostAddress();
    return (text.contains(":") ? "[" + text + "]" : text) + ":" + at.getPort();
  }

  private static void close(Agent agent) {
    try {
      agent.close();
    } catch (IOException _) {
      // It is closed either way.
    }
  }
}
