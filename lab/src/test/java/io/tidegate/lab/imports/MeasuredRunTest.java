package io.tidegate.lab.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidegate.lab.metric.BuiltinMetrics;
import io.tidegate.lab.metric.Metric;
import io.tidegate.lab.metric.MetricType;
import io.tidegate.lab.metric.Totals;
import io.tidegate.lab.recording.RunRecord;
import io.tidegate.lab.recording.Text;
import io.tidegate.lab.summary.CheckTree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files that k6 1.8.1 and JMeter 5.6.3 wrote, and what those two said of them themselves. That of
 * nGrinder is written after its source.
 */
class MeasuredRunTest {

  @TempDir private Path folder;

  private static byte[] sample(String name) throws IOException {
    try (InputStream file = MeasuredRunTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(file, name).readAllBytes();
    }
  }

  private static byte[] unzipped(String name) throws IOException {
    try (InputStream file = MeasuredRunTest.class.getResourceAsStream(name);
        InputStream text = new GZIPInputStream(Objects.requireNonNull(file))) {
      return text.readAllBytes();
    }
  }

  private RunRecord read(byte[] content) throws IOException {
    return MeasuredRun.read(Files.write(folder.resolve("measured"), content));
  }

  private RunRecord read(String content) throws IOException {
    return MeasuredRun.read(Files.writeString(folder.resolve("measured"), content));
  }

  private static Totals of(RunRecord run, Function<BuiltinMetrics, Metric> metric) {
    return run.measured().of(metric.apply(run.measured().builtin()));
  }

  private static String faults(RunRecord run) {
    return String.join(
        "\n", Objects.requireNonNull(run.origin()).faults().stream().map(Text::english).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"k6.json.gz", "k6.csv.gz"})
  void a_file_of_k6_has_the_figures_of_its_own_summary(String name) throws IOException {
    RunRecord run = read(sample(name));
    assertThat(faults(run)).isEmpty();
    assertThat(of(run, m -> m.httpReqs).sum()).isEqualTo(96);
    assertThat(of(run, m -> m.httpReqFailed).sum()).isEqualTo(6);
    assertThat(of(run, m -> m.iterations).sum()).isEqualTo(48);
    assertThat(of(run, m -> m.vusMax).max()).isEqualTo(3);
    Totals times = of(run, m -> m.httpReqDuration);
    assertThat(times.mean()).isCloseTo(26.48, within(0.01));
    assertThat(times.percentile(90)).isCloseTo(50.14, within(0.01));
    assertThat(times.percentile(95)).isCloseTo(51.6, within(0.01));
    assertThat(of(run, m -> m.httpReqs).sum() / run.seconds()).isCloseTo(23.6, within(1.5));
    assertThat(
            run.measured().checks().root().groups().stream()
                .flatMap(group -> group.checks().stream())
                .mapToLong(CheckTree.Check::fails)
                .sum())
        .isEqualTo(6);
    Metric orders = Objects.requireNonNull(run.measured().metrics().find("orders"));
    assertThat(orders.type())
        .isEqualTo(name.contains("json") ? MetricType.COUNTER : MetricType.TREND);
    assertThat(run.measured().of(orders).sum()).isEqualTo(48);
  }

  @ParameterizedTest
  @CsvSource({"jmeter.jtl.gz, 25", "jmeter.xml.gz, 23"})
  void a_file_of_jmeter_has_the_figures_of_its_own_summary(String name, int errors)
      throws IOException {
    RunRecord run = read(sample(name));
    assertThat(faults(run)).isEmpty();
    assertThat(of(run, m -> m.httpReqs).sum()).isEqualTo(60);
    assertThat(of(run, m -> m.httpReqFailed).sum()).isEqualTo(errors);
    assertThat(of(run, m -> m.httpReqDuration).mean()).isCloseTo(19.5, within(1.0));
    assertThat(of(run, m -> m.groupDuration).count()).as("of transactions").isEqualTo(20);
    assertThat(of(run, m -> m.vus).max()).isBetween(1.0, 4.0);
    assertThat(run.measured().by(run.measured().builtin().httpReqs, tags -> tags + "").keySet())
        .anyMatch(tags -> tags.contains("name:Buy") && tags.contains("status:400"));
  }

  @Test
  void the_jtl_of_the_lab_is_read_too_without_its_head_and_with_other_separators()
      throws IOException {
    String line = "1790000000000,120,list,200,,default,text,true,,500,90,2,2,http://a/,110,0,20\n";
    String failed =
        "1790000000500,1,list,Non HTTP response code: java.net.ConnectException,x,d,text,false,,0,0,"
            + "2,2,http://a/,0,0,1\n";
    RunRecord run = read(line + failed);
    assertThat(of(run, m -> m.httpReqs).sum()).isEqualTo(2);
    assertThat(of(run, m -> m.httpReqWaiting).max()).isEqualTo(90);
    assertThat(of(run, m -> m.httpReqConnecting).max()).isEqualTo(20);
    assertThat(run.measured().by(run.measured().builtin().httpReqs, tags -> tags + "").keySet())
        .contains("error:Non HTTP response code: java.net.ConnectException,name:list,status:0");
    RunRecord tabs =
        read("timeStamp\telapsed\tlabel\tsuccess\n2026/01/02 03:04:05.678\t7\ta\ttrue\n");
    assertThat(of(tabs, m -> m.httpReqDuration).max()).isEqualTo(7);
    assertThat(tabs.facts().startedMs()).isEqualTo(1_767_323_045_678L);
  }

  private static final String NGRINDER =
      """
      DateTime,vuser,Tests,Errors,Mean_Test_Time_(ms),Test_Time_Standard_Deviation_(ms),TPS,Mean_time_to_first_byte
      2026-11-20 10:00:01,50,100,0,10.5,2.0,100.0,9.0
      2026-11-20 10:00:02,50,300,4,30.5,2.0,300.0,25.0
      2026-11-20 10:00:03,60,0,2,0.0,0.0,0.0,0.0
      """;

  @Test
  void ngrinder_has_no_percentiles_and_so_has_its_report() throws IOException {
    RunRecord run = read(NGRINDER);
    Totals times = of(run, m -> m.httpReqDuration);
    assertThat(times.mean()).isEqualTo((100 * 10.5 + 300 * 30.5) / 400);
    assertThat(times.percentile(95)).isNaN();
    assertThat(times.max()).isNaN();
    assertThat(of(run, m -> m.httpReqFailed).sum()).isEqualTo(6);
    assertThat(of(run, m -> m.httpReqs).sum()).isEqualTo(406);
    assertThat(run.seconds()).isEqualTo(3);
    assertThat(run.measured().peakRate()).isEqualTo(304);
    assertThat(of(run, m -> m.vus).max()).isEqualTo(60);
  }

  @Test
  void several_tests_of_ngrinder_are_told_apart() throws IOException {
    String text =
        """
        DateTime,vuser,Tests,Errors,Mean_Test_Time_(ms),Description,Tests-1,Errors-1,Mean_Test_Time_(ms)-1,Description,Tests-2,Errors-2,Mean_Test_Time_(ms)-2
        2026-11-20 10:00:01,5,30,1,12.0,login,10,1,20.0,list,20,0,8.0
        """;
    RunRecord run = read(text);
    assertThat(
            run.measured().by(run.measured().builtin().httpReqDuration, tags -> tags + "").keySet())
        .containsExactly("name:list", "name:login");
    assertThat(of(run, m -> m.httpReqs).sum()).isEqualTo(31);
  }

  @Test
  void broken_lines_are_counted_and_named() throws IOException {
    RunRecord run =
        read(NGRINDER + "2026-11-20 10:00:04,fifty,1,0,1.0,1.0,1.0\n\n2026-11-20,1\nx\n");
    assertThat(faults(run)).isEqualTo("3 lines could not be read and are left out: 5, 7, 8.");
    assertThat(of(run, m -> m.httpReqs).sum()).isEqualTo(406);
    byte[] json = unzipped("k6.json.gz");
    RunRecord cut = read(Arrays.copyOf(json, json.length - 50));
    assertThat(faults(cut)).startsWith("One line could not be read and is left out: 132");
    String quotes =
        "timeStamp,elapsed,label,success\n1790000000000,5,\"a,true\n1790000000001,6,b,true\n";
    RunRecord open = read(quotes);
    assertThat(faults(open)).isEqualTo("One line could not be read and is left out: 2.");
    assertThat(of(open, m -> m.httpReqs).sum()).isEqualTo(1);
  }

  @Test
  void a_file_that_is_cut_off_has_what_comes_before() throws IOException {
    byte[] zipped = sample("k6.json.gz");
    RunRecord run = read(Arrays.copyOf(zipped, zipped.length / 2));
    assertThat(faults(run)).contains("The file ends in the middle");
    assertThat(of(run, m -> m.httpReqs).sum()).isBetween(10.0, 95.0);
    byte[] xml = unzipped("jmeter.xml.gz");
    RunRecord half = read(Arrays.copyOf(xml, xml.length / 2));
    assertThat(faults(half)).contains("The file ends in the middle");
    assertThat(of(half, m -> m.httpReqs).sum()).isBetween(10.0, 59.0);
  }

  @Test
  void an_external_entity_is_not_followed() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "secret");
    String xml =
        "<?xml version=\"1.0\"?><!DOCTYPE t [<!ENTITY e SYSTEM \"%s\">]>".formatted(secret.toUri())
            + "<testResults><httpSample t=\"1\" ts=\"1790000000000\" s=\"true\" lb=\"&e;\"/></testResults>";
    RunRecord run = read(xml);
    assertThat(run.measured().by(run.measured().builtin().httpReqs, tags -> tags + "").toString())
        .doesNotContain("secret");
  }

  @Test
  void samples_out_of_order_and_names_without_end_stay_bounded() throws IOException {
    StringBuilder text = new StringBuilder("timeStamp,elapsed,label,success\n");
    for (int i = 0; i < 3_000; i++) {
      long at = 1_790_000_000_000L + (i % 2 == 0 ? i : 3_000 - i) * 100L;
      text.append(at).append(",10,/users/").append(i).append(",true\n");
    }
    RunRecord run = read(text.toString());
    assertThat(of(run, m -> m.httpReqs).sum()).isEqualTo(3_000);
    assertThat(faults(run)).contains("There are more than 1,000 names");
    assertThat(run.measured().by(run.measured().builtin().httpReqs, tags -> tags + "").keySet())
        .hasSize(1_001);
    assertThat(run.measured().timeline().slots()).hasSizeLessThanOrEqualTo(600);
  }

  @Test
  void what_is_no_measurement_is_told() {
    assertThatThrownBy(() -> read("hello\nworld\n")).hasMessageContaining("is neither k6's JSON");
    assertThatThrownBy(() -> read("")).hasMessageContaining("is neither k6's JSON");
    assertThatThrownBy(() -> read("{\"a\": 1}\n")).hasMessageContaining("is neither k6's JSON");
  }
}
