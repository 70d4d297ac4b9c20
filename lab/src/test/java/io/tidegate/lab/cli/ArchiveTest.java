package io.tidegate.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.lab.recording.JsonValue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Scripts that are archived, inspected, or read from standard input. */
@Timeout(60)
class ArchiveTest {

  private static final String SCRIPT =
      """
      import { own } from './lib/own.js';
      import { open as openFile } from 'k6/experimental/fs';
      const text = open('./lib/text.txt');
      const file = await openFile('./lib/file.txt');
      export const options = {
        stages: [{ duration: '90s', target: 3 }], thresholds: { iterations: ['count>1'] }, setupTimeout: 1500,
      };
      export default function () { console.log(own, text, __ENV.NAME, __ENV.OTHER); }
      export async function teardown() { console.log('bytes', (await file.stat()).size); }
      """;

  @TempDir private Path folder;
  private LabFolder lab = new LabFolder(Path.of(""));
  private Path script = Path.of("");

  @BeforeEach
  void write() throws IOException {
    lab = new LabFolder(folder);
    Files.createDirectories(folder.resolve("lib"));
    Files.writeString(folder.resolve("lib/own.js"), "export const own = 5;");
    Files.writeString(folder.resolve("lib/text.txt"), "words");
    Files.writeString(folder.resolve("lib/file.txt"), "seven b");
    script = Files.writeString(folder.resolve("script.js"), SCRIPT);
  }

  private String inspect(Path what) {
    lab.out.getBuffer().setLength(0);
    assertThat(lab.execute("inspect", List.of(what.toString()))).isZero();
    return lab.out.toString();
  }

  @Test
  void an_archive_runs_where_its_files_are_no_more() throws IOException {
    Path archive = folder.resolve("it.tar");
    assertThat(
            lab.execute(
                "archive",
                List.of("-O", archive.toString(), "-e", "NAME=kept", "-i", "2", "" + script)))
        .isZero();
    Files.delete(script);
    Files.delete(folder.resolve("lib/own.js"));
    Files.delete(folder.resolve("lib/text.txt"));
    Files.delete(folder.resolve("lib/file.txt"));
    String options = inspect(archive);
    assertThat(lab.execute("run", List.of("-q", "--address=", "-e", "OTHER=too", "" + archive)))
        .isZero();
    assertThat(lab.log().subList(0, 2)).allMatch(line -> line.contains("\"5 words kept too\""));
    assertThat(lab.log()).hasSize(3).last().asString().contains("\"bytes 7\"");
    JsonValue json = JsonValue.read(options.getBytes(StandardCharsets.UTF_8));
    assertThat(json.number("iterations")).isEqualTo(2);
    assertThat(json.has("stages")).isFalse();
    assertThat(json.text("setupTimeout")).isEqualTo("1.5s");
    assertThat(json.list("systemTags")).hasSize(14);
  }

  @Test
  void an_archive_can_leave_out_what_minus_e_says() throws IOException {
    Path archive = folder.resolve("it.tar");
    List<String> options =
        List.of(
            "--exclude-env-vars", "-O", "" + archive, "-e", "NAME=left", "-i", "2", "" + script);
    assertThat(lab.execute("archive", options)).isZero();
    assertThat(lab.execute("run", List.of("-q", "--address=", "" + archive))).isZero();
    assertThat(lab.log()).first().asString().contains("\"5 words undefined undefined\"");
  }

  @Test
  void an_archive_has_files_by_all_their_names() throws IOException {
    Files.createSymbolicLink(folder.resolve("lib/link.js"), folder.resolve("lib/own.js"));
    Files.createSymbolicLink(folder.resolve("other"), folder.resolve("lib"));
    Files.writeString(
        script,
        """
        import { own } from './other/link.js';
        const text = open('./other/text.txt');
        export default function () { console.log(own, text); }
        """);
    Path archive = folder.resolve("it.tar");
    assertThat(lab.execute("archive", List.of("-O", archive.toString(), "" + script))).isZero();
    assertThat(lab.execute("run", List.of("-q", "--address=", "" + archive))).isZero();
    assertThat(lab.log()).singleElement().asString().contains("\"5 words\"");
  }

  @Test
  void an_archive_reads_nothing_else() throws IOException {
    Path other = folder.resolve("other.js");
    Files.writeString(
        other, "const name = __ENV.WHICH || './lib/own.js'; open(name); export default () => {}");
    Path archive = folder.resolve("it.tar");
    assertThat(lab.execute("archive", List.of("-O", archive.toString(), "" + other))).isZero();
    assertThat(lab.execute("run", List.of("-q", "--address=", "" + archive))).isZero();
    List<String> more = List.of("-q", "--address=", "-e", "WHICH=./lib/text.txt", "" + archive);
    assertThat(lab.execute("run", more)).isEqualTo(107);
  }

  @Test
  void an_archive_has_names_of_any_length() throws IOException {
    Path deep = folder;
    for (int i = 0; i < 4; i++) deep = deep.resolve("a-folder-with-a-name-of-some-length-" + i);
    Files.createDirectories(deep);
    Files.writeString(deep.resolve("한국.js"), "export const far = 'away';");
    Path other = folder.resolve("other.js");
    Files.writeString(
        other,
        "import { far } from '%s'; export default () => console.log(far);"
            .formatted(deep.resolve("한국.js")));
    Path archive = folder.resolve("it.tar");
    assertThat(lab.execute("archive", List.of("-O", archive.toString(), "" + other))).isZero();
    Files.delete(deep.resolve("한국.js"));
    assertThat(lab.execute("run", List.of("-q", "--address=", "" + archive))).isZero();
    assertThat(lab.log()).singleElement().asString().contains("msg=away");
  }

  /** As {@code tar} writes it, which somebody packs an archive anew with. */
  private Path packed(Map<String, String> parts) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Map.Entry<String, String> part : parts.entrySet()) {
      byte[] name = part.getKey().getBytes(StandardCharsets.UTF_8);
      if (name.length > 100) entry("././@LongLink", 'L', name, all);
      entry(part.getKey(), '0', part.getValue().getBytes(StandardCharsets.UTF_8), all);
    }
    return Files.write(folder.resolve("packed.tar"), all.toByteArray());
  }

  private static void entry(String name, char kind, byte[] content, ByteArrayOutputStream to) {
    ByteBuffer entry = ByteBuffer.allocate(512 + (content.length + 511) / 512 * 512);
    byte[] named = name.getBytes(StandardCharsets.UTF_8);
    entry.put(0, named, 0, Math.min(named.length, 100));
    entry.put(124, "%011o".formatted(content.length).getBytes(StandardCharsets.UTF_8));
    entry.put(156, (byte) kind);
    entry.put(257, "ustar  ".getBytes(StandardCharsets.UTF_8));
    entry.put(512, content);
    to.writeBytes(entry.array());
  }

  private static String metadata(String filename) {
    return "{\"type\":\"js\",\"options\":{},\"filename\":\"" + filename + "\",\"env\":{}}";
  }

  @Test
  void an_archive_that_tar_packed_has_names_of_any_length_and_form() throws IOException {
    String far = "far/".repeat(40) + "far.js";
    String own =
        "import far from './%s'; import up from './up.js'; export default () => console.log(far, up);"
            .formatted(far);
    Map<String, String> parts =
        Map.of(
            "metadata.json",
            metadata("file:///home/some/script.js"),
            "data",
            own,
            "file/home/some/" + far,
            "export default 'away';",
            "file/home/other/../some/up.js",
            "export default 'and back';");
    assertThat(lab.execute("run", List.of("-q", "--address=", "" + packed(parts)))).isZero();
    assertThat(lab.log()).singleElement().asString().contains("away and back");
  }

  @Test
  void an_archive_with_a_name_that_is_none_is_refused_with_words() throws IOException {
    for (String filename : List.of("file:///a\\u0000b", "file://script.js", "C:\\\\script.js")) {
      Path archive =
          packed(Map.of("metadata.json", metadata(filename), "data", "export default () => {}"));
      assertThat(lab.execute("run", List.of("-q", "--address=", "" + archive)))
          .as(filename)
          .isEqualTo(255);
    }
    assertThat(lab.log()).hasSize(3).allMatch(line -> line.contains("the archive "));
  }

  @Test
  void an_archive_that_was_cut_off_is_refused_with_words() throws IOException {
    Path archive = packed(Map.of("metadata.json", metadata("file:///script.js"), "data", "x"));
    byte[] whole = Files.readAllBytes(archive);
    for (int length = 512; length < 1_536; length += 170) {
      Files.write(archive, Arrays.copyOf(whole, length));
      assertThat(lab.execute("run", List.of("-q", "--address=", "" + archive))).isEqualTo(255);
    }
    assertThat(lab.log()).hasSize(7).allMatch(line -> line.contains("the archive "));
  }

  @Test
  void what_is_no_archive_is_told() throws IOException {
    Path named = folder.resolve("named.tar");
    assertThat(lab.execute("archive", List.of("-O", named.toString(), "" + script))).isZero();
    String text = Files.readString(named, StandardCharsets.ISO_8859_1);
    String wrong = text.replaceFirst("file:///.{5}", "file://\\\\u0000");
    Files.writeString(named, wrong, StandardCharsets.ISO_8859_1);
    assertThat(lab.execute("run", List.of("-q", "--address=", "" + named))).isEqualTo(255);
    List<String> flags = List.of("-q", "--address=", "--type=archive", "" + script);
    assertThat(lab.execute("run", flags)).isEqualTo(255);
    assertThat(lab.execute("inspect", List.of(folder.resolve("none.js").toString())))
        .isEqualTo(255);
    assertThat(lab.execute("archive", List.of())).isEqualTo(255);
  }

  @Test
  void a_script_is_inspected_in_the_form_of_k6() {
    String options = inspect(script);
    assertThat(options)
        .startsWith("{\n  \"paused\": null,\n  \"vus\": null,\n")
        .contains(
            "  \"stages\": [\n    {\n      \"duration\": \"1m30s\",\n      \"target\": 3\n    }\n  ],",
            "  \"setupTimeout\": \"1.5s\",",
            "  \"dns\": {\n    \"ttl\": null,\n    \"select\": null,\n    \"policy\": null\n  },",
            "  \"thresholds\": {\n    \"iterations\": [\n      \"count>1\"\n    ]\n  },")
        .endsWith("  \"discardResponseBodies\": null\n}\n");
  }

  @Test
  void scenarios_are_inspected_with_all_that_their_executor_has() throws IOException {
    Files.writeString(
        script,
        """
        export const options = { scenarios: {
          b: { executor: 'constant-arrival-rate', rate: 5, duration: '60s', preAllocatedVUs: 2, tags: { a: 'b' } },
          a: { executor: 'shared-iterations' } } };
        export default function () {}
        """);
    assertThat(inspect(script).replaceAll("\\s+", ""))
        .contains(
            "'scenarios':{'a':{'executor':'shared-iterations','startTime':null,'gracefulStop':null,"
                    .replace('\'', '"')
                + "'env':null,'exec':null,'tags':null,'vus':null,'iterations':null,"
                    .replace('\'', '"')
                + "'maxDuration':null},'b':{'executor':'constant-arrival-rate',".replace('\'', '"')
                + "'startTime':null,'gracefulStop':null,'env':null,'exec':null,".replace('\'', '"')
                + "'tags':{'a':'b'},'rate':5,'timeUnit':null,'duration':'1m0s',".replace('\'', '"')
                + "'preAllocatedVUs':2,'maxVUs':null}}".replace('\'', '"'));
  }

  @Test
  void a_script_is_read_from_standard_input_with_names_from_where_it_is_called()
      throws IOException {
    Path here = Path.of("").toAbsolutePath();
    String text =
        "const one = open('./pom.xml'); export default () => console.log(one.length > 9, __ENV.NAME);";
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    try {
      assertThat(here.resolve("pom.xml")).exists();
      assertThat(lab.execute("run", List.of("-q", "--address=", "-e", "NAME=it", "-"))).isZero();
    } finally {
      System.setIn(before);
    }
    assertThat(lab.log()).singleElement().asString().contains("msg=\"true it\"");
  }
}
