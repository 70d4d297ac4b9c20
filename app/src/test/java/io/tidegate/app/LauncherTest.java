package io.tidegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.app.LauncherFixture.Run;
import io.tidegate.app.LauncherFixture.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./tidegate} itself, on made-up machines. */
final class LauncherTest {
  @TempDir Path folder;
  private LauncherFixture fixture;

  @BeforeEach
  void makeYard() throws IOException {
    fixture = new LauncherFixture(folder);
  }

  @Test
  void without_a_jdk_it_says_so_in_one_line_and_how_to_get_one() throws IOException {
    fixture.maven();
    fixture.jdk("jdk-21", "21.0.9");
    fixture.jdk("jre-25", "25.0.1");
    Files.delete(fixture.jdks.resolve("jre-25/bin/javac"));

    Run run = fixture.run("up");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err())
        .singleElement()
        .asString()
        .contains("needs JDK 25", "https://adoptium.net");
    assertThat(fixture.mavenCalls()).isEmpty();
  }

  @Test
  void without_maven_it_says_so_in_one_line_and_how_to_get_it() throws IOException {
    fixture.jdk("jdk-25", "25");

    Run run = fixture.run("up");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err())
        .singleElement()
        .asString()
        .contains("needs Maven 3.8", "https://maven.apache.org");
  }

  @Test
  void an_old_maven_is_as_good_as_none() throws IOException {
    fixture.jdk("jdk-25", "25");
    fixture.maven("3.6.3", "exit 0");

    Run run = fixture.run("up");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).singleElement().asString().contains("needs Maven 3.8", "found 3.6.3");
  }

  @Test
  void help_needs_neither_a_jdk_nor_maven() throws IOException {
    Run run = fixture.run("help");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).anyMatch(line -> line.contains("./tidegate up"));
    assertThat(fixture.run()).extracting(Run::out, Run::exitCode).containsExactly(run.out(), 0);
  }

  @Test
  void an_unknown_command_shows_the_help_and_is_wrong_use() throws IOException {
    Run run = fixture.run("upp");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).first().asString().contains("'upp'");
    assertThat(run.err()).anyMatch(line -> line.contains("./tidegate up"));
    assertThat(run.out()).isEmpty();
  }

  @Test
  void help_names_every_command_of_the_program() throws IOException {
    String help = String.join("\n", fixture.run("help").out());

    assertThat(Main.commandLine().getSubcommands())
        .allSatisfy((name, command) -> {
          boolean hidden = command.getCommandSpec().usageMessage().hidden();
          assertThat(help.contains("./tidegate " + name)).as(name).isEqualTo(!hidden);
        });
  }

  @Test
  void it_works_through_links_from_another_folder_and_hands_on_what_it_was_given()
      throws IOException {
    Path home = fixture.jdk("jdk-25", "25.0.1");
    fixture.maven();
    Path elsewhere = Files.createDirectories(folder.resolve("else where"));
    Files.createSymbolicLink(elsewhere.resolve("first"), fixture.project.resolve("tidegate"));
    Files.createSymbolicLink(elsewhere.resolve("second"), Path.of("first"));

    List<String> command =
        List.of(elsewhere.resolve("second").toString(), "up", "--data", "a b", "*");
    Run run = fixture.startCommand(elsewhere, Map.of(), command).end();

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).first().asString().startsWith("java of " + home + ",");
    assertThat(run.out()).endsWith("<up>", "<--data>", "<a b>", "<*>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "temurin-25",
        "zulu-27.jdk/Contents/Home",
        "openjdk@26/libexec/openjdk.jdk/Contents/Home"
      })
  void a_jdk_that_is_too_old_is_passed_over_for_a_newer_one(String place) throws IOException {
    Path old = fixture.jdk("a-java-8", "1.8.0_412");
    fixture.javaOnPath(fixture.jdk("b-java-17", "17.0.15"));
    fixture.jdk("c-java-24", "24.0.2");
    Path right = fixture.jdk(place, place.replaceAll("\\D*(\\d+).*", "$1") + "-ea");
    fixture.maven();

    Run run = fixture.run(Map.of("JAVA_HOME", old.toString()), "up");

    assertThat(run.out()).first().asString().startsWith("java of " + right + ",");
  }

  @Test
  void the_jdk_that_was_chosen_comes_before_the_default_and_the_default_before_any_other()
      throws IOException {
    fixture.jdk("a-25", "25.0.1");
    Path usual = fixture.jdk("b-25", "25.0.1");
    Path chosen = fixture.jdk("c-25", "25.0.1");
    fixture.javaOnPath(usual);
    fixture.maven();

    assertThat(fixture.run("up").out()).first().asString().startsWith("java of " + usual + ",");
    assertThat(fixture.run(Map.of("JAVA_HOME", chosen.toString()), "up").out())
        .first()
        .asString()
        .startsWith("java of " + chosen + ",");
  }

  @Test
  void it_becomes_the_jvm_with_its_flags_and_all_descriptors() throws IOException {
    fixture.jdk("jdk-25", "25");
    fixture.maven();
    String few = "ulimit -Sn 64; exec \"$0\" up";
    List<String> command =
        List.of("bash", "-c", few, fixture.project.resolve("tidegate").toString());

    Run run =
        fixture.startCommand(folder, Map.of("TIDEGATE_JAVA_OPTS", "-Xmx1g b*n"), command).end();

    assertThat(run.out()).first().asString().endsWith("process " + run.pid());
    assertThat(run.out())
        .contains("all descriptors", "<-XX:+UseCompactObjectHeaders>", "<-Xmx1g>", "<b*n>");
    assertThat(run.out().indexOf("<-Xmx1g>")).isLessThan(run.out().indexOf("<-jar>"));
  }

  @Test
  void it_builds_at_first_and_whenever_sources_changed_only() throws IOException {
    fixture.jdk("jdk-25", "25");
    fixture.maven();

    Run first = fixture.run("up");
    assertThat(first.err())
        .anyMatch(line -> line.contains("the first time"))
        .anyMatch(line -> line.contains("app, 1 of 1"));
    assertThat(fixture.mavenCalls()).singleElement().asString().contains("-pl app -am package");

    assertThat(fixture.run("up").err()).isEmpty();
    assertThat(fixture.mavenCalls()).hasSize(1);

    Path added = fixture.source("B.java", "class B {}");
    fixture.run("up");
    assertThat(fixture.mavenCalls()).as("a file more").hasSize(2);

    fixture.source("B.java", "class C {}");
    fixture.run("up");
    assertThat(fixture.mavenCalls()).as("a file changed").hasSize(3);

    Files.move(added, added.resolveSibling("C.java"));
    fixture.run("up");
    assertThat(fixture.mavenCalls()).as("a file renamed").hasSize(4);

    Files.writeString(fixture.project.resolve("app/pom.xml"), "<project>2</project>");
    fixture.run("up");
    assertThat(fixture.mavenCalls()).as("a pom changed").hasSize(5);
  }

  @Test
  void a_build_leaves_the_jar_alone_that_a_service_may_still_run_from() throws IOException {
    fixture.jdk("jdk-25", "25");
    fixture.maven();
    Path before = jarOf(fixture.run("up"));

    fixture.source("B.java", "class B {}");
    Path after = jarOf(fixture.run("up"));

    assertThat(after).isNotEqualTo(before);
    assertThat(before).exists();
  }

  private static Path jarOf(Run run) {
    String jar = run.out().get(run.out().indexOf("<-jar>") + 1);
    return Path.of(jar.substring(1, jar.length() - 1));
  }

  @Test
  void it_rehearses_once_a_build_and_starts_with_what_the_jvm_learned() throws IOException {
    fixture.jdk("jdk-25", "25");
    fixture.maven();

    Run first = fixture.run("up");
    assertThat(first.err()).anyMatch(line -> line.contains("rehearsing once"));
    assertThat(cacheOf(first)).hasContent("learned");
    for (String command : List.of("up", "gate")) {
      Run second = fixture.run(command);
      assertThat(second.err()).isEmpty();
      assertThat(cacheOf(second)).isEqualTo(cacheOf(first));
    }

    fixture.source("B.java", "class B {}");
    assertThat(cacheOf(fixture.run("up"))).as("of other sources").isNotEqualTo(cacheOf(first));
  }

  @Test
  void the_lab_rehearses_for_itself() throws IOException {
    fixture.jdk("jdk-25", "25");
    fixture.maven();
    Path ofService = cacheOf(fixture.run("up"));

    Run first = fixture.run("lab");
    assertThat(first.err()).anyMatch(line -> line.contains("rehearsing once"));
    assertThat(cacheOf(first)).isNotEqualTo(ofService).hasContent("learned");

    assertThat(fixture.run("lab").err()).isEmpty();
    assertThat(fixture.run("up").err()).isEmpty();
  }

  @Test
  void another_jdk_rehearses_for_itself() throws IOException {
    fixture.jdk("jdk-25", "25.0.1");
    fixture.maven();
    Path before = cacheOf(fixture.run("up"));

    fixture.jdk("jdk-25", "25.0.2");

    assertThat(cacheOf(fixture.run("up"))).isNotEqualTo(before).hasContent("learned");
    assertThat(fixture.mavenCalls()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"exit 1", "exit 0", "echo half >\"$cache\"; exit 1"})
  void where_a_rehearsal_fails_it_says_so_once_and_starts_without(String rehearsal)
      throws IOException {
    fixture.jdk("jdk-25", "25", rehearsal);
    fixture.maven();

    Run first = fixture.run("up");
    assertThat(first.exitCode()).isZero();
    assertThat(first.err())
        .last()
        .asString()
        .contains("the rehearsal failed", ".tidegate/rehearsal.log");
    Run second = fixture.run("up");
    assertThat(second.err()).isEmpty();
    assertThat(second.out()).contains("<up>").noneMatch(line -> line.contains("AOTCache"));
  }

  @Test
  void a_rehearsal_that_is_killed_leaves_no_half_of_a_cache() throws IOException {
    fixture.jdk("jdk-25", "25", "echo half >\"$cache\"; kill -9 $PPID; exit 1");
    fixture.maven();
    assertThat(fixture.run("up").out()).isEmpty();

    fixture.jdk("jdk-25", "25");

    assertThat(cacheOf(fixture.run("up"))).hasContent("learned");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rm", "mkdir", "mv"})
  void a_disk_that_spoils_a_rehearsal_holds_no_start_up(String tool) throws IOException {
    fixture.jdk("jdk-25", "25");
    fixture.maven();
    fixture.tool(tool, "case \"$*\" in *rehearsal*) exit 1 ;; esac; exec \"$real\" \"$@\"");

    Run run = fixture.run("up");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("<up>");
  }

  @Test
  void where_it_cannot_write_it_starts_without_a_rehearsal() throws IOException {
    fixture.jdk("jdk-25", "25");
    fixture.maven();
    Files.delete(cacheOf(fixture.run("up")));

    Run run = fixture.runWithoutRights(".tidegate");

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("<up>").noneMatch(line -> line.contains("AOTCache"));
  }

  private static Path cacheOf(Run run) {
    String option = "<-XX:AOTCache=";
    String cache =
        run.out().stream().filter(line -> line.startsWith(option)).findFirst().orElse("");
    assertThat(cache).as("%s %s", run.out(), run.err()).isNotEmpty();
    return Path.of(cache.substring(option.length(), cache.length() - 1));
  }

  @Test
  void a_build_that_fails_shows_why_and_is_tried_again() throws IOException {
    fixture.jdk("jdk-25", "25");
    fixture.maven(
        "3.9.9", "echo '[INFO] fine so far'; echo '[ERROR] A.java:[1,1] no such thing'; exit 1");

    Run run = fixture.run("up");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .contains("[ERROR] A.java:[1,1] no such thing")
        .last()
        .asString()
        .contains(".tidegate/build.log");
    assertThat(fixture.project.resolve(".tidegate/build.log")).content().contains("fine so far");

    fixture.maven();
    assertThat(fixture.run("up").exitCode()).isZero();
  }

  @Test
  void of_two_that_start_at_once_one_builds_and_both_run() throws IOException {
    fixture.jdk("jdk-25", "25");
    fixture.maven(
        "3.9.9",
        """
        echo "[INFO] Building app 0.1.0 [1/1]"
        while ! [ -e go ]; do sleep 0.01; done
        mkdir -p app/target && echo jar >app/target/tidegate-app.jar
        """);

    Running one = fixture.start(Map.of(), "up");
    one.says("app, 1 of 1");
    Running other = fixture.start(Map.of(), "up");
    other.says("waiting for another");
    Files.createFile(fixture.project.resolve("go"));

    assertThat(List.of(one.end(), other.end())).extracting(Run::exitCode).containsExactly(0, 0);
    assertThat(fixture.mavenCalls()).hasSize(1);
  }

  @Test
  void the_lock_of_one_who_died_holds_nobody_up() throws IOException {
    fixture.jdk("jdk-25", "25");
    fixture.maven();
    long dead = fixture.run("help").pid();
    Path state = Files.createDirectories(fixture.project.resolve(".tidegate"));
    Files.createSymbolicLink(state.resolve("build.lock"), Path.of(Long.toString(dead)));

    assertThat(fixture.run("up").exitCode()).isZero();

    try (Stream<Path> left = Files.list(state)) {
      assertThat(left).noneMatch(file -> file.toString().contains(".lock"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "mkdir, Read-only file system, cannot make ",
    "ln, Permission denied, cannot take ",
    "ln, No space left on device, cannot take ",
    "cp, No space left on device, cannot put what was built into "
  })
  void what_it_cannot_write_is_one_line_with_the_reason(String tool, String why, String what)
      throws IOException {
    fixture.jdk("jdk-25", "25");
    fixture.maven();
    fixture.tool(
        tool,
        """
        case "$*" in *.tidegate*) echo "%s: cannot do '$1' there: %s" >&2; exit 1 ;; esac
        exec "$real" "$@"
        """
            .formatted(tool, why));

    Run run = fixture.run("up");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(complaints(run))
        .singleElement()
        .asString()
        .startsWith("tidegate: " + what)
        .contains("/.tidegate")
        .contains(": " + why);
    assertThat(run.out()).isEmpty();
    fixture.tool(tool, "exec \"$real\" \"$@\"");
    assertThat(fixture.run("up").exitCode()).as("once it can").isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {".tidegate", "app"})
  void a_checkout_of_another_user_is_one_line_too(String folder) throws Exception {
    fixture.jdk("jdk-25", "25");
    fixture.maven();
    Files.createDirectories(fixture.project.resolve(folder));

    Run run = fixture.runWithoutRights(folder);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).singleElement().asString().contains("cannot write in", "/" + folder);
    assertThat(fixture.mavenCalls()).isEmpty();
  }

  @Test
  void a_read_only_checkout_runs_what_was_built_before() throws IOException {
    fixture.jdk("jdk-25", "25");
    fixture.maven();
    fixture.run("up");
    for (String tool : List.of("mkdir", "ln", "cp", "mv", "tee")) fixture.tool(tool, "exit 1");

    assertThat(fixture.run("up").exitCode()).isZero();
  }

  @Test
  void a_lock_that_a_dead_process_of_another_user_left_is_one_line() throws IOException {
    fixture.jdk("jdk-25", "25");
    fixture.maven();
    long dead = fixture.run("help").pid();
    Path state = Files.createDirectories(fixture.project.resolve(".tidegate"));
    Path lock = Files.createSymbolicLink(state.resolve("build.lock"), Path.of("" + dead));
    // As in a folder like /tmp, where one may make names and not remove those of others.
    fixture.tool(
        "rm",
        """
        case "$*" in *build.lock) echo "rm: cannot remove '$2': Operation not permitted" >&2; exit 1 ;; esac
        exec "$real" "$@"
        """);

    Run run = fixture.run("up");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .singleElement()
        .asString()
        .contains("cannot take " + lock, "Operation not permitted", "remove " + lock);
  }

  @Test
  void a_lock_that_is_no_lock_is_one_line() throws IOException {
    fixture.jdk("jdk-25", "25");
    fixture.maven();
    Path state = Files.createDirectories(fixture.project.resolve(".tidegate"));
    Files.createFile(state.resolve("build.lock"));

    Run run = fixture.run("up");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).singleElement().asString().contains("cannot take", "build.lock");
  }

  @Test
  void who_waits_is_told_what_to_remove_if_the_holder_is_somebody_else() throws IOException {
    fixture.jdk("jdk-25", "25");
    fixture.maven();
    Path state = Files.createDirectories(fixture.project.resolve(".tidegate"));
    long somebody = ProcessHandle.current().pid();
    Path lock = Files.createSymbolicLink(state.resolve("build.lock"), Path.of("" + somebody));

    Running waiting = fixture.start(Map.of(), "up");
    waiting.says(
        "process " + somebody + ") to finish its build; if that is something else, remove " + lock);
    Files.delete(lock);

    assertThat(waiting.end().exitCode()).isZero();
  }

  private static List<String> complaints(Run run) {
    return run.err().stream()
        .filter(line -> !line.startsWith("tidegate: building") && !line.startsWith("  "))
        .toList();
  }

  @Test
  void the_tests_are_summed_up_over_all_modules() throws IOException {
    fixture.jdk("jdk-25", "25");
    fixture.maven(
        "3.9.9",
        """
        echo '[INFO] noise'
        echo '[INFO] Tests run: 2, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 1 s -- in A'
        echo '[INFO] Tests run: 2, Failures: 0, Errors: 0, Skipped: 0'
        echo '[WARNING] Tests run: 40, Failures: 0, Errors: 0, Skipped: 3'
        """);

    Run run = fixture.run("test", "-pl", "app");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("[INFO] Tests run: 2, Failures: 0, Errors: 0, Skipped: 0")
        .doesNotContain("[INFO] noise")
        .last()
        .asString()
        .startsWith("In all: 42 tests, 0 failed, 3 skipped, ");
    assertThat(fixture.mavenCalls()).singleElement().asString().endsWith("-Pchecks verify -pl app");
  }

  @Test
  void it_says_which_tests_of_this_run_were_skipped_and_why() throws IOException {
    fixture.jdk("jdk-25", "25");
    fixture.maven(
        "3.9.9",
        """
        reports=app/target/checks/surefire-reports
        mkdir -p "$reports"
        sleep 0.1
        cat >"$reports/TEST-io.tidegate.ATest.xml" <<'END'
        <testsuite name="io.tidegate.ATest" tests="2">
          <testcase name="goes_well" classname="io.tidegate.ATest" time="0.1"/>
          <testcase name="wants_a_lathe" classname="io.tidegate.ATest" time="0.0">
            <skipped message="Assumption failed: there is no lathe" type="TestAbortedException"/>
          </testcase>
        </testsuite>
        END
        cp "$reports/TEST-io.tidegate.ATest.xml" "$reports/TEST-io.tidegate.OldTest.xml"
        touch -t 202001010000 "$reports/TEST-io.tidegate.OldTest.xml"
        echo '[WARNING] Tests run: 2, Failures: 0, Errors: 0, Skipped: 1'
        """);

    Run run = fixture.run("test");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out().stream().filter(line -> line.startsWith("Skipped: ")))
        .containsExactly("Skipped: io.tidegate.ATest.wants_a_lathe: there is no lathe");
    assertThat(run.out()).last().asString().startsWith("In all: 2 tests, 0 failed, 1 skipped, ");
  }

  @Test
  void a_test_that_fails_fails_it() throws IOException {
    fixture.jdk("jdk-25", "25");
    fixture.maven(
        "3.9.9",
        "echo '[ERROR] Tests run: 3, Failures: 1, Errors: 1, Skipped: 0'; echo why; exit 1");

    Run run = fixture.run("test");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .contains("why")
        .last()
        .asString()
        .startsWith("In all: 3 tests, 2 failed, ");
    assertThat(run.err()).last().asString().contains(".tidegate/test.log");
  }
}
