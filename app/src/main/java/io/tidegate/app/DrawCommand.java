package io.tidegate.app;

import io.tidegate.audit.draw.DrawReport;
import io.tidegate.audit.draw.DrawVerifier;
import io.tidegate.audit.draw.Turns;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code draw}: checks a draw from what was published of it; needs no data folder. */
@Command(
    name = "draw",
    description = "Checks a draw from what was published of it alone.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    subcommands = {DrawCommand.Verify.class, DrawCommand.Fetch.class})
final class DrawCommand {
  private static final Path NO_FOLDER = Path.of("");

  /** {@code draw verify}: recomputes the order and compares everything that was published. */
  @Command(
      name = "verify",
      description =
          "Recomputes a draw from draw.json, cohort.txt and order.txt, and says what fits.",
      mixinStandardHelpOptions = true,
      exitCodeListHeading = "Exit codes:%n",
      exitCodeList = {
        "0:everything fits",
        "1:something does not fit",
        "2:unreadable or incomplete, such as a draw that is not done yet",
        "3:everything fits, but the cohort was closed or drawn late"
      })
  static final class Verify implements Callable<Integer> {
    private static final int DOES_NOT_FIT = 1;
    private static final int UNREADABLE = 2;
    private static final int LATE = 3;
    private static final int HASH_BYTES = 32;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FOLDER", description = "Folder with the three files.")
    private Path folder = NO_FOLDER;

    @Option(
        names = "--number",
        paramLabel = "N",
        description = "Say also which turn this number drew.")
    private @Nullable Long number;

    @Option(
        names = "--commitment",
        paramLabel = "HEX",
        description = "The commitment as you noted it before the opening.")
    private @Nullable String commitment;

    @Option(
        names = "--digest",
        paramLabel = "HEX",
        description = "The cohort's digest as you noted it before the beacon's value was public.")
    private @Nullable String digest;

    @Option(names = "--json", description = "Write the verdict as one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
      try {
        if (number != null && number < 1)
          throw new ParameterException(spec.commandLine(), "--number is at least 1");
        DrawReport report =
            DrawVerifier.verify(
                folder, noted("--commitment", commitment), noted("--digest", digest));
        print(report);
        if (report.contradicts()) return DOES_NOT_FIT;
        if (report.late()) return LATE;
        return report.fits() ? 0 : UNREADABLE;
      } catch (IOException e) {
        spec.commandLine().getErr().println("tidegate: " + Main.reason(e));
        return UNREADABLE;
      }
    }

    private byte @Nullable [] noted(String option, @Nullable String hex) {
      if (hex == null) return null;
      try {
        byte[] hash = HexFormat.of().parseHex(hex.strip());
        if (hash.length == HASH_BYTES) return hash;
      } catch (IllegalArgumentException e) {
        // said below, as for another length
      }
      throw new ParameterException(
          spec.commandLine(), option + " has 64 hexadecimal digits, not \"" + hex + "\"");
    }

    private void print(DrawReport report) {
      PrintWriter out = spec.commandLine().getOut();
      out.print(json ? report.toJson(number) + System.lineSeparator() : report.toText());
      Turns turns = report.turns();
      if (number != null && !json)
        out.println(turns == null ? "no number has a turn yet" : turns.of(number).says());
      out.flush();
    }
  }

  /** {@code draw fetch}: downloads what {@code draw verify} needs. */
  @Command(
      name = "fetch",
      description = "Downloads what is published of a draw into a new folder.",
      mixinStandardHelpOptions = true)
  static final class Fetch implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
        index = "0",
        paramLabel = "URL",
        description = "The draw, as http://127.0.0.1:8081/api/v1/rooms/default/draw.")
    private String url = "";

    @Parameters(index = "1", paramLabel = "FOLDER", description = "Folder to make.")
    private Path folder = NO_FOLDER;

    @Override
    public Integer call() throws IOException {
      for (String said : new DrawDownload(address()).into(folder))
        spec.commandLine().getOut().println(said);
      return 0;
    }

    private URI address() {
      try {
        URI address = new URI(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
        String scheme = address.getScheme();
        if (address.getHost() != null && ("http".equals(scheme) || "https".equals(scheme)))
          return address;
      } catch (URISyntaxException e) {
        // said below, as for every other text that is no address
      }
      throw new ParameterException(
          spec.commandLine(), "URL must be one of http or https, not \"" + url + "\"");
    }
  }
}
