package io.tidegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.app.config.Config;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

final class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private final Probe probe = new Probe();

  @TempDir Path folder;

  @Test
  void the_version_is_the_one_of_the_pom_and_names_the_java_it_runs_on() {
    assertThat(run("--version")).isZero();

    assertThat(out.toString())
        .matches("tidegate [0-9]+\\.[0-9]+\\.[0-9]+\\S*( \\([0-9a-f]+\\))?, Java [0-9]+.*\\s+");
  }

  @Test
  void help_lists_the_commands() {
    assertThat(run("help")).isZero();

    assertThat(out.toString()).contains("Usage: tidegate").contains("Commands:").contains("help");
  }

  @Test
  void an_unknown_command_is_wrong_use() {
    assertThat(run("upp")).isEqualTo(2);

    assertThat(err.toString()).startsWith("tidegate: ").contains("'upp'").contains("--help");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void no_command_is_wrong_use() {
    assertThat(run()).isEqualTo(2);

    assertThat(err.toString()).startsWith("tidegate: Missing required subcommand");
  }

  @Test
  void a_command_gets_its_settings_from_file_and_options() throws IOException {
    Path file = Files.writeString(folder.resolve("t.yaml"), "service: {port: 1, host: 10.0.0.1}");

    assertThat(run("probe", "--config", file.toString(), "--port", "2", "--data", "there"))
        .isZero();

    assertThat(probe.seen.service())
        .isEqualTo(new Config.Service("10.0.0.1", 2, "8080", Path.of("there"), List.of()));
    assertThat(probe.seen.wallet().selfTopUp()).as("a file is no demo").isFalse();
  }

  @Test
  void without_a_file_the_demo_lets_users_top_up_their_wallets() {
    assertThat(run("probe", "--host", "localhost")).isZero();

    assertThat(probe.seen.service().host()).isEqualTo("localhost");
    assertThat(probe.seen.wallet()).isEqualTo(Config.DEMO.wallet());
  }

  @Test
  void a_wrong_configuration_is_one_line_for_each_problem_and_wrong_use() throws IOException {
    Path file = Files.writeString(folder.resolve("t.yaml"), "service: {prot: 1}");

    assertThat(run("probe", "--config", file.toString(), "--port", "x")).isEqualTo(2);

    assertThat(err.toString().lines())
        .containsExactly(
            "tidegate: " + file + ":1: service.prot is not a key; the nearest is service.port",
            "tidegate: --port: service.port must be a whole number in [0, 65535], not \"x\"");
  }

  private int run(String... args) {
    CommandLine line = Main.commandLine().addSubcommand(probe);
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return line.execute(args);
  }

  /** A command as any other. */
  @Command(name = "probe")
  static final class Probe implements Callable<Integer> {
    Config seen = Config.DEFAULT;

    @Mixin ConfigOptions options = new ConfigOptions();

    @Override
    public Integer call() {
      seen = options.load(true);
      return 0;
    }
  }
}
