package io.tidegate.app;

import io.tidegate.app.keys.SigningKeyFile;
import io.tidegate.app.keys.SigningKeyRing;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code keys}: the keys that sign tickets; a running service takes changes up by itself. */
@Command(
    name = "keys",
    description = "Changes the keys that sign tickets; the service may be running.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
final class KeysCommand implements Runnable {

  private static final String SOON = "A running service takes it up within a second.";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "keys needs list, rotate or retire");
  }

  @Command(
      name = "list",
      description = "Shows the keys without their secrets.",
      mixinStandardHelpOptions = true)
  int list(@Mixin ConfigOptions options) throws IOException {
    SigningKeyRing signing = file(options).read();
    PrintWriter out = out();
    for (SigningKeyRing.Key key : signing.keys()) {
      String made = key.made() == null ? "at a time not known" : key.made().toString();
      String does = key.equals(signing.current()) ? "signs" : "checks";
      out.println("key %3d  %-6s  made %s".formatted(key.id(), does, made));
    }
    out.flush();
    return 0;
  }

  @Command(
      name = "rotate",
      description = "Adds a key, which signs from now on; older tickets stay good.",
      mixinStandardHelpOptions = true)
  int rotate(@Mixin ConfigOptions options) throws IOException {
    SigningKeyRing signing = file(options).rotate();
    PrintWriter out = out();
    out.println(
        "Key %d signs from now on; %d older ones check what they signed."
            .formatted(signing.current().id(), signing.keys().size() - 1));
    out.println(SOON);
    out.flush();
    return 0;
  }

  @Command(
      name = "retire",
      description = "Takes a key away: every ticket it signed ends at once.",
      mixinStandardHelpOptions = true)
  int retire(
      @Mixin ConfigOptions options,
      @Parameters(paramLabel = "ID", description = "The key's id, as keys list shows it.") int id)
      throws IOException {
    file(options).retire(id);
    PrintWriter out = out();
    out.println("Key %d is gone, and with it every ticket it signed.".formatted(id));
    out.println(SOON);
    out.flush();
    return 0;
  }

  private static SigningKeyFile file(ConfigOptions options) {
    return SigningKeyFile.in(options.load(false).service().data());
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
