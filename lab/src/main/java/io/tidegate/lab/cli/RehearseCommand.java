package io.tidegate.lab.cli;

import io.tidegate.lab.preflight.NullServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code lab rehearse}: a short run of a script that does what most scripts do, against a server
 * inside. The launcher runs it once for each build, under a JVM that notes which classes were
 * loaded and which methods were worth compiling; later runs begin with both.
 */
@Command(name = "rehearse", hidden = true, description = "A short run, for the JVM to learn from.")
final class RehearseCommand implements Callable<Integer> {

  private static final String SCRIPT = "rehearsal.js";
  private static final String USERS = "50";
  private static final String DURATION = "4s";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "DIR", description = "Folder to be made.")
  private Path folder = Path.of("rehearsal");

  @Override
  public Integer call() throws IOException {
    Path script = Files.createDirectories(folder).resolve(SCRIPT);
    try (InputStream text = RehearseCommand.class.getResourceAsStream(SCRIPT)) {
      Files.write(script, Objects.requireNonNull(text).readAllBytes());
    }
    try (NullServer server = new NullServer()) {
      String base = "BASE=http://127.0.0.1:" + server.address().getPort();
      return spec.parent()
          .commandLine()
          .execute(
              "run",
              "--quiet",
              "--vus",
              USERS,
              "--duration",
              DURATION,
              "-e",
              base,
              script.toString());
    }
  }
}
