package io.tidegate.store.postgres.local;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How a program of PostgreSQL is run, which refuses to run as root: by itself, where we are not
 * root.
 */
enum Unprivileged {
  /** We are no root. */
  AS_WE_ARE,
  /** In a name space of users, where root is nobody; its files stay root's. */
  IN_NAME_SPACE,
  /** As the user nobody, to whom the folder is then given. */
  AS_NOBODY;

  private static final int NOBODY = 65_534;
  private static final int PROBE_SECONDS = 10;
  private static final List<String> SYSTEM_FOLDERS = List.of("/usr/bin", "/bin", "/usr/sbin");

  /** What works here. */
  static Unprivileged here() throws IOException {
    if (new UnixSystem().getUid() != 0) return AS_WE_ARE;
    if (runs(IN_NAME_SPACE.command(List.of("true")))) return IN_NAME_SPACE;
    if (runs(AS_NOBODY.command(List.of("true")))) return AS_NOBODY;
    throw new IOException(
        "PostgreSQL does not run as root, and here neither `unshare -U` nor `setpriv` can make"
            + " another user of it: start as another user, or name a database of yours with"
            + " --store postgres://…");
  }

  /** The command so that it runs without rights. */
  List<String> command(List<String> program) {
    List<String> command = new ArrayList<>();
    switch (this) {
      case AS_WE_ARE -> {}
      case IN_NAME_SPACE -> command.addAll(List.of("unshare", "--user", "--"));
      case AS_NOBODY ->
          command.addAll(
              List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--"));
    }
    command.addAll(program);
    return command;
  }

  /**
   * The same in a session of its own, where the machine has `setsid`: Ctrl-C in the terminal would
   * otherwise end it together with those who still need it.
   */
  List<String> detached(List<String> program) {
    List<String> command = command(program);
    if (exists("setsid")) command.addFirst("setsid");
    return command;
  }

  /** Gives a folder with all that is in it to whoever the program runs as. */
  void own(Path folder) throws IOException {
    if (this == AS_WE_ARE) return;
    Integer owner = this == AS_NOBODY ? NOBODY : 0;
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) walk::iterator) {
        if (!owner.equals(Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS)))
          Files.setAttribute(path, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  private static boolean exists(String program) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.concat(Stream.of(path.split(":", -1)), SYSTEM_FOLDERS.stream())
        .anyMatch(folder -> !folder.isEmpty() && Files.isExecutable(Path.of(folder, program)));
  }

  private static boolean runs(List<String> command) throws IOException {
    if (!exists(command.getFirst())) return false;
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS)) return process.exitValue() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
    return false;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
